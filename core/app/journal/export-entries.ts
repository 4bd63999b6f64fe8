import type * as z from 'zod';
import { toInstant } from '#core/base/clock.ts';
import type { exportEntriesOutput } from '#core/contract/journal.ts';
import { sha256 } from '#core/journal/digest.ts';
import { guardFormula } from '#core/reconciliation/formula-guard.ts';
import { entryCountMax, JournalEntryRepository } from '#core/storage/repositories/journal-entries.ts';
import type { EventColumns } from '#core/storage/repositories/events.ts';
import type { Core } from '../create-core.ts';
import { type AskedEntries, entryFilterOf, walkEntries } from './find-entries.ts';
import { wireEntry } from './wire-entry.ts';

/** More entries than this are no evidence that a person reads; narrow the filter or copy the workspace. */
const exportMax = entryCountMax * 5;

const columns = [
  'seq',
  'recordedAt',
  'actor',
  'type',
  'aggregateId',
  'aggregateVersion',
  'correlationId',
  'effectiveOn',
  'legalEntity',
  'summary',
  'reason',
  'hash',
] as const;

/** The filtered entries as a file: what was asked, which head it ends at, then one line an entry, newest first. */
export function exportEntries(
  core: Core,
  by: string,
  asked: AskedEntries & { readonly format: 'csv' | 'json' },
): z.output<typeof exportEntriesOutput> {
  const { format, ...rest } = asked;
  const entries = new JournalEntryRepository(core.store);
  entries.catchUp();
  const head = core.journal.head();
  const rows = [...walkEntries(entries, entryFilterOf(core, entries, rest), exportMax)];
  const header = {
    what: 'Tieout journal entries',
    workspace: core.workspaceId,
    exportedAt: toInstant(core.clock.now()),
    exportedBy: by,
    filter: filterText(rest),
    headSeq: String(head.seq),
    headHash: head.hash,
    entries: String(rows.length),
  };
  const text = format === 'csv' ? csvOf(header, rows) : jsonOf(header, rows);
  return {
    fileName: `tieout-journal-${head.seq}.${format === 'csv' ? 'csv' : 'jsonl'}`,
    mediaType: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
    text,
    entries: rows.length,
    sha256: sha256(text),
  };
}

function filterText(asked: AskedEntries): string {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return given.length === 0 ? 'none' : given.map(([name, value]) => `${name}=${String(value)}`).join(' ');
}

function csvOf(header: Readonly<Record<string, string>>, rows: readonly EventColumns[]): string {
  const lines = [
    ...Object.entries(header).map(([name, value]) => csvLine([`# ${name}`, value])),
    csvLine(columns),
    ...rows.map((row) => {
      const entry = wireEntry(row);
      return csvLine(columns.map((column) => String(entry[column] ?? '')));
    }),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function csvLine(cells: readonly string[]): string {
  return cells
    .map((cell) => guardFormula(cell))
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}

/** The entries' own canonical bytes, so that the chain can be proved from the file. */
function jsonOf(header: Readonly<Record<string, string>>, rows: readonly EventColumns[]): string {
  const lines = [
    JSON.stringify(header),
    ...rows.map((row) => `{"entry":${row.body},"hash":"${row.hash.toString('hex')}"}`),
  ];
  return `${lines.join('\n')}\n`;
}
