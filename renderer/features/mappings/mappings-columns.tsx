import type { WireMapping } from '#core/contract/mappings.ts';
import type { CellValue, EditReading, GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { readDay, readEntity, readText } from './cell-reading.ts';
import { type LineCells, type MappingLine, shownCells } from './mapping-line.ts';
import { type MappingType, setsAbout } from './target-members.ts';

export interface EditRights {
  /** Why nothing can be edited, or undefined. */
  readonly refusal: string | undefined;
  readonly you: string;
  readonly entities: readonly string[];
}

/** Which cells of a line may be written: a new one and an own draft whole, a live row only what may follow it. */
export function isEditable(line: MappingLine, columnId: string, { refusal, you }: EditRights): boolean {
  if (refusal !== undefined) return false;
  const { stored } = line;
  if (stored === null) return true;
  if (stored.stage === 'draft') return stored.proposedBy === you;
  const isSlot = columnId === 'sourceKey' || columnId === 'legalEntity';
  return (stored.stage === 'live' || stored.stage === 'scheduled') && !isSlot;
}

/** What stands in the state column. */
export function lineStage(line: MappingLine): WireMapping['stage'] | 'unproposed' {
  return line.draft ? 'unproposed' : (line.stored?.stage ?? 'unproposed');
}

export function mappingColumns(type: MappingType, rights: EditRights): readonly GridColumn<MappingLine>[] {
  const { key, members } = setsAbout[type];
  const column = (
    id: string,
    header: string,
    value: (cells: LineCells) => string,
    parse: (text: string) => EditReading,
    more: Partial<GridColumn<MappingLine>> = {},
  ): GridColumn<MappingLine> => ({
    id,
    header,
    kind: 'text',
    value: (line): CellValue => value(shownCells(line)),
    render: (line) => <VendorText text={value(shownCells(line))} isTruncated />,
    edit: { parse, isEditable: (line) => isEditable(line, id, rights) },
    ...more,
  });
  return [
    column('sourceKey', key, ({ sourceKey }) => sourceKey, readText, {
      isPinned: true,
      isSortable: true,
      width: 176,
    }),
    column('legalEntity', 'Entity', ({ legalEntity }) => legalEntity, readEntity(rights.entities), {
      isSortable: true,
      width: 104,
      text: (line) => shownCells(line).legalEntity || 'all',
      render: (line) => shownCells(line).legalEntity || <span className="text-muted">all</span>,
      edit: {
        parse: readEntity(rights.entities),
        format: (line) => shownCells(line).legalEntity,
        isEditable: (line) => isEditable(line, 'legalEntity', rights),
        options: () => rights.entities,
      },
    }),
    ...members.map(({ id, header }) =>
      column(`target.${id}`, header, ({ target }) => target[id] ?? '', readText, { width: 148 }),
    ),
    column(
      'validFromOn',
      'From',
      ({ validFromOn }) => validFromOn,
      (text) => readDay(text, false),
      {
        kind: 'day',
        text: (line) => shownCells(line).validFromOn,
        isSortable: true,
        width: 112,
      },
    ),
    column(
      'validToOn',
      'Until',
      ({ validToOn }) => validToOn ?? '',
      (text) => readDay(text, true),
      {
        kind: 'day',
        value: (line) => shownCells(line).validToOn,
        // As it is typed, in every locale, so that what is copied can be pasted back.
        text: (line) => shownCells(line).validToOn ?? '',
        isSortable: true,
        width: 112,
      },
    ),
    {
      id: 'stage',
      header: 'State',
      kind: 'status',
      isSortable: true,
      width: 132,
      value: (line) => lineStage(line),
      render: (line) => <StageBadge line={line} />,
    },
    {
      id: 'proposedBy',
      header: 'Proposed by',
      kind: 'text',
      isSortable: true,
      width: 112,
      value: ({ stored }) => stored?.proposedBy ?? '',
    },
    {
      id: 'decidedBy',
      header: 'Decided by',
      kind: 'text',
      isSortable: true,
      width: 112,
      value: ({ stored }) => stored?.decidedBy ?? '',
    },
    {
      id: 'version',
      header: 'Version',
      kind: 'number',
      isSortable: true,
      width: 84,
      value: ({ stored }) => stored?.version ?? null,
    },
  ];
}

function StageBadge({ line }: { readonly line: MappingLine }) {
  const stage = lineStage(line);
  if (stage === 'unproposed') return <span className="font-medium text-warning">● Not proposed</span>;
  return <StatusBadge kind="mapping" state={stage} />;
}
