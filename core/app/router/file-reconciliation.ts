import { readFileSync } from 'node:fs';
import type { CancelSignal } from '#core/base/clock.ts';
import { err, type Failure, type Result } from '#core/base/result.ts';
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
