import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CancelSignal } from '#core/base/clock.ts';
import { err, type Failure, type Result } from '#core/base/result.ts';
import { csvReportFiles } from '#core/reconciliation/csv-report.ts';
import { nodeFiles } from '#core/reconciliation/node-files.ts';
import {
  reconcileFiles,
  type ReconcileProgress,
  type ReconciliationReport,
} from '#core/reconciliation/reconcile-files.ts';
import { parseRules } from '#core/reconciliation/rules-file.ts';

export type FileReconciliation = ReconciliationReport;
export type FileReconciliationProgress = ReconcileProgress;

export interface FileReconciliationInput {
  readonly left: string;
  readonly right: string;
  /** Path of the rules file. */
  readonly rules: string;
  readonly output: { readonly json?: string; readonly csvDirectory?: string };
  readonly signal?: CancelSignal;
  readonly onProgress?: (progress: FileReconciliationProgress) => void;
}

/** Reconciles two CSV files by the rules of a third. It needs no workspace. */
export async function reconcileCsvFiles(
  input: FileReconciliationInput,
): Promise<Result<FileReconciliation, Failure>> {
  const overwritten = overwrittenBy(input);
  if (overwritten) return err(overwritten);
  let text: string;
  try {
    text = readFileSync(input.rules, 'utf8');
  } catch (cause) {
    return err({
      code: 'FILE_UNREADABLE',
      message: `The rules cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      where: input.rules,
      fix: 'Check the path and that you may read the file.',
    });
  }
  const rules = parseRules(text);
  if (!rules.ok) return err({ ...rules.error, where: `${input.rules} ${rules.error.where ?? ''}`.trim() });
  return reconcileFiles({ ...input, rules: rules.value }, nodeFiles);
}

/** A report never replaces what it was made from, by whatever name it is reached. */
function overwrittenBy({ left, right, rules, output }: FileReconciliationInput): Failure | null {
  const { json, csvDirectory } = output;
  const outputs = [
    ...(json === undefined ? [] : [{ option: '--out', path: json }]),
    ...(csvDirectory === undefined ? [] : ['', ...csvReportFiles]).map((name) => ({
      option: '--csv',
      path: join(csvDirectory ?? '', name),
    })),
  ];
  const inputs = new Map(
    Object.entries({ left, right, rules }).map(([name, path]) => [realPath(path), name]),
  );
  for (const { option, path } of outputs) {
    const name = inputs.get(realPath(path));
    if (name === undefined) continue;
    return {
      code: 'OUTPUT_IS_INPUT',
      message: `${option} would write over ${path}, which is --${name}.`,
      where: option,
      fix: 'Write the report to another place.',
    };
  }
  return null;
}

/** Where a path leads once its links are followed, be there a file already or only its folder. */
function realPath(path: string): string {
  const follow = (one: string): string | null => {
    try {
      return realpathSync.native(one);
    } catch {
      return null;
    }
  };
  return follow(path) ?? join(follow(dirname(path)) ?? dirname(path), basename(path));
}
