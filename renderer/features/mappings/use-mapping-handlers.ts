import type { RowFinding, WireMapping } from '#core/contract/mappings.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import type { Asking } from './decision-dialogs.tsx';
import { useDraftPen } from './draft-book.ts';
import type { Draft, MappingLine } from './mapping-line.ts';
import { mappingsCommands } from './mappings-commands.ts';
import type { EditRights } from './mappings-columns.tsx';
import { mappingsSearch } from './mappings-search.ts';

interface HandlerFacts {
  readonly line: MappingLine | null;
  /** Kept rows with a check mark. */
  readonly chosen: readonly WireMapping[];
  readonly drafts: readonly Draft[];
  readonly findings: readonly RowFinding[];
  readonly fromOn: string;
  readonly rights: EditRights;
  readonly ask: (asking: Asking) => void;
}

/** What the commands of the mapping editor do, and why they cannot now. */
export function useMappingHandlers(facts: HandlerFacts): void {
  const { line, chosen, drafts, findings, fromOn, rights, ask } = facts;
  const [search, setSearch] = useScreenSearch(mappingsSearch);
  const session = useSession();
  const pen = useDraftPen();
  const rows = chosen.length > 0 ? chosen : line?.stored ? [line.stored] : [];
  const undecided = rows.filter(({ stage, retirement }) => stage === 'draft' || retirement !== null);
  const proposed = undecided.filter(({ stage }) => stage === 'draft');
  const none = undecided.length === 0 ? 'Choose a proposed mapping first' : undefined;
  const isOwn = undecided.some(
    ({ proposedBy, retirement }) => (retirement?.proposedBy ?? proposedBy) === rights.you,
  );
  const wrong = findings.filter(({ index }) => index !== null).length;
  const nothingWritten = drafts.length === 0 ? 'Nothing was changed' : undefined;
  useCommandHandlers(mappingsCommands, {
    'mappings.addRow': {
      run: () =>
        setSearch({
          id: pen.addLine(search.set, fromOn),
          view: undefined,
          stage: undefined,
          text: undefined,
          pane: 'change',
        }),
      refusal: rights.refusal,
    },
    'mappings.test': { run: () => setSearch({ pane: 'test', view: undefined }) },
    'mappings.propose': {
      run: () => ask({ kind: 'propose' }),
      refusal: rights.refusal ?? nothingWritten ?? (wrong > 0 ? 'Correct the conflicts first' : undefined),
    },
    'mappings.discard': { run: () => ask({ kind: 'discard' }), refusal: nothingWritten },
    'mappings.approve': {
      run: () => ask({ kind: 'approve', rows: undecided }),
      refusal:
        session.refusalOf('mapping.approve') ??
        none ??
        (isOwn ? 'You proposed this; a second person approves it' : undefined),
    },
    'mappings.reject': {
      run: () => ask({ kind: 'reject', rows: undecided }),
      refusal: session.refusalOf('mapping.reject') ?? none,
    },
    'mappings.withdraw': {
      run: () => ask({ kind: 'withdraw', rows: proposed }),
      refusal:
        rights.refusal ??
        (proposed.length === 0 ? 'Choose a proposed mapping first' : undefined) ??
        (proposed.every(({ proposedBy }) => proposedBy === rights.you)
          ? undefined
          : 'Only its proposer withdraws it'),
    },
    'mappings.retire': {
      run: () => ask({ kind: 'retire', rows }),
      refusal:
        rights.refusal ??
        (rows.length > 0 && rows.every(({ state, retirement }) => state === 'live' && retirement === null)
          ? undefined
          : 'Choose a live mapping first'),
    },
    'mappings.showDifference': {
      run: () => setSearch({ view: search.view === 'difference' ? undefined : 'difference' }),
    },
  });
}
