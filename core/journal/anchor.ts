import { appendFileSync, existsSync, fsyncSync, openSync, closeSync, readFileSync } from 'node:fs';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { JournalHead } from './event.ts';

/** A head of the journal written down outside its database: a chain alone cannot see that its tail was cut. */
export interface Anchor extends JournalHead {
  readonly workspaceId: string;
  readonly at: string;
}

export type AnchorFailure = Failure<
  | 'ANCHOR_UNREADABLE'
  | 'ANCHOR_OTHER_WORKSPACE'
  | 'JOURNAL_SHORTER_THAN_ANCHOR'
  | 'JOURNAL_DIFFERS_FROM_ANCHOR'
>;

/** Appends an anchor to the file and waits until it is on the disk. */
export function writeAnchor(path: string, anchor: Anchor): void {
  appendFileSync(path, `${JSON.stringify(anchor)}\n`);
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The anchors in a file, oldest first. A last line that a crash cut short is no anchor. */
export function readAnchors(path: string): Result<readonly Anchor[], AnchorFailure> {
  if (!existsSync(path)) return ok([]);
  const lines = readFileSync(path, 'utf8').split('\n');
  const isCut = lines.pop() !== '';
  const anchors: Anchor[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      anchors.push(JSON.parse(line) as Anchor);
    } catch (cause) {
      if (isCut && index === lines.length - 1) break;
      return err({
        code: 'ANCHOR_UNREADABLE',
        message: `Line ${index + 1} of the anchor file is not readable: ${cause instanceof Error ? cause.message : String(cause)}`,
        where: `${path}:${index + 1}`,
        fix: 'Restore the anchor file from its backup; without it a cut journal cannot be told from a whole one.',
      });
    }
  }
  return ok(anchors);
}

/** Compares the journal with the newest anchor: same workspace, at least as long, same hash at that position. */
export function compareWithAnchor(
  anchor: Anchor,
  workspaceId: string,
  head: JournalHead,
  hashAt: (seq: number) => string | null,
): Result<void, AnchorFailure> {
  if (anchor.workspaceId !== workspaceId) {
    return err({
      code: 'ANCHOR_OTHER_WORKSPACE',
      message: `The anchor is of workspace ${anchor.workspaceId}, the database of ${workspaceId}.`,
      fix: 'Put back the database that belongs to this folder.',
    });
  }
  if (head.seq < anchor.seq) {
    return err({
      code: 'JOURNAL_SHORTER_THAN_ANCHOR',
      message: `The journal ends at ${head.seq}; the anchor of ${anchor.at} saw ${anchor.seq}: ${anchor.seq - head.seq} events are missing.`,
      where: `seq ${head.seq + 1}`,
      fix: 'This is an older copy. Restore the newest one; until then nothing is sent.',
    });
  }
  if (anchor.seq > 0 && hashAt(anchor.seq) !== anchor.hash) {
    return err({
      code: 'JOURNAL_DIFFERS_FROM_ANCHOR',
      message: `Event ${anchor.seq} has another hash than the anchor of ${anchor.at} saw.`,
      where: `seq ${anchor.seq}`,
      fix: 'The journal was rewritten before this position. Restore it from a backup and compare.',
    });
  }
  return ok(undefined);
}
