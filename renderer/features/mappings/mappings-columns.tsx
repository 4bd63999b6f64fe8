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
  /** The name of a person by their id. */
  readonly nameOf: (personId: string) => string;
}

/** Which cells of a line may be written: a new one and an own draft whole, a live row only what may follow it. */
function isEditable(line: MappingLine, columnId: string, { refusal, you }: EditRights): boolean {
  if (refusal !== undefined) return false;
  const { stored } = line;
  if (stored === null) return true;
  if (stored.stage === 'draft') return stored.proposedBy === you;
  const isSlot = columnId === 'sourceKey' || columnId === 'legalEntity';
  return (stored.stage === 'live' || stored.stage === 'scheduled') && !isSlot;
}

/** What stands in the state column. */
function lineStage(line: MappingLine): WireMapping['stage'] | 'unproposed' {
  return line.draft ? 'unproposed' : (line.stored?.stage ?? 'unproposed');
}

/** The columns of the sheet: what is written first, then what became of it. */
export function mappingColumns(type: MappingType, rights: EditRights): readonly GridColumn<MappingLine>[] {
  return [
    ...slotColumns(type, rights),
    ...targetColumns(type, rights),
    ...dayColumns(rights),
    ...keptColumns(rights),
  ];
}

interface CellColumn extends Partial<GridColumn<MappingLine>> {
  readonly id: string;
  readonly header: string;
  readonly cell: (cells: LineCells) => string;
  readonly parse: (text: string) => EditReading;
}

/** A column of cells that are written as text. */
function cellColumn({ cell, parse, ...more }: CellColumn, rights: EditRights): GridColumn<MappingLine> {
  return {
    kind: 'text',
    value: (line): CellValue => cell(shownCells(line)),
    render: (line) => <VendorText text={cell(shownCells(line))} isTruncated />,
    edit: { parse, isEditable: (line) => isEditable(line, more.id, rights) },
    ...more,
  };
}

/** What is mapped: the key of the source, for one entity or all. */
function slotColumns(type: MappingType, rights: EditRights): readonly GridColumn<MappingLine>[] {
  const { entities } = rights;
  return [
    cellColumn(
      {
        id: 'sourceKey',
        header: setsAbout[type].key,
        cell: ({ sourceKey }) => sourceKey,
        parse: readText,
        isPinned: true,
        isSortable: true,
        width: setsAbout[type].members.length === 1 ? 240 : 152,
      },
      rights,
    ),
    cellColumn(
      {
        id: 'legalEntity',
        header: 'Entity',
        cell: ({ legalEntity }) => legalEntity,
        parse: readEntity(entities),
        isSortable: true,
        width: 88,
        text: (line) => shownCells(line).legalEntity || 'all',
        render: (line) => shownCells(line).legalEntity || <span className="text-muted">all</span>,
        edit: {
          parse: readEntity(entities),
          format: (line) => shownCells(line).legalEntity,
          isEditable: (line) => isEditable(line, 'legalEntity', rights),
          options: () => entities,
        },
      },
      rights,
    ),
  ];
}

/** What it is mapped to. */
function targetColumns(type: MappingType, rights: EditRights): readonly GridColumn<MappingLine>[] {
  return setsAbout[type].members.map(({ id, header }) =>
    cellColumn(
      {
        id: `target.${id}`,
        header,
        cell: ({ target }) => target[id] ?? '',
        parse: readText,
        width: setsAbout[type].members.length === 1 ? 176 : 120,
      },
      rights,
    ),
  );
}

/** When it holds. Days are shown as they are typed, in every locale, so that what is copied can be pasted back. */
function dayColumns(rights: EditRights): readonly GridColumn<MappingLine>[] {
  return [
    cellColumn(
      {
        id: 'validFromOn',
        header: 'From',
        kind: 'day',
        cell: ({ validFromOn }) => validFromOn,
        parse: (text) => readDay(text, false),
        text: (line) => shownCells(line).validFromOn,
        isSortable: true,
        width: 104,
      },
      rights,
    ),
    cellColumn(
      {
        id: 'validToOn',
        header: 'Until',
        kind: 'day',
        cell: ({ validToOn }) => validToOn ?? '',
        parse: (text) => readDay(text, true),
        value: (line) => shownCells(line).validToOn,
        text: (line) => shownCells(line).validToOn ?? '',
        isSortable: true,
        width: 104,
      },
      rights,
    ),
  ];
}

/** What became of it; never written here. */
const keptColumns = ({ nameOf }: EditRights): readonly GridColumn<MappingLine>[] => [
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
    value: ({ stored }) => (stored ? nameOf(stored.proposedBy) : ''),
  },
  {
    id: 'decidedBy',
    header: 'Decided by',
    kind: 'text',
    isSortable: true,
    width: 112,
    value: ({ stored }) => (stored?.decidedBy ? nameOf(stored.decidedBy) : ''),
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

function StageBadge({ line }: { readonly line: MappingLine }) {
  const stage = lineStage(line);
  if (stage === 'unproposed') return <span className="font-medium text-warning">● Not proposed</span>;
  return <StatusBadge kind="mapping" state={stage} />;
}
