import * as z from 'zod';
import { changePreferencesInput, preferencesSchema } from './preferences.ts';
import { mutation, nothing, query } from './procedure.ts';
import { reasonSchema } from './values.ts';

/** What holds for everyone, and who last said so; the values are those of `policy.get`. */
export const workspaceSettingsOutput = z.object({
  settings: z.array(
    z.object({
      name: z.string(),
      value: z.json(),
      /** What it is before anyone changes it. */
      initial: z.json(),
      isInitial: z.boolean(),
      /** Roles that may change it. */
      controlledBy: z.array(z.string()),
      changedBy: z.string().nullable(),
      changedAtSeq: z.int().nullable(),
    }),
  ),
  phases: z.array(
    z.object({
      flow: z.string(),
      /** Flows of one stage move together; a later one does not go before an earlier one. */
      stage: z.int(),
      phase: z.string(),
      isGreen: z.boolean(),
      /** The next phase forward, or null at the end. */
      next: z.string().nullable(),
      /** Why it cannot go there now, in a sentence; null when it can. */
      refusal: z.string().nullable(),
      changedBy: z.string().nullable(),
    }),
  ),
  asOfSeq: z.int(),
});

export const storageOutput = z.object({
  path: z.string(),
  databaseBytes: z.int(),
  /** What is written and not yet folded into the database file. */
  pendingBytes: z.int(),
  sqliteVersion: z.string(),
  schemaVersion: z.int(),
  events: z.int(),
  anchor: z.object({ seq: z.int(), at: z.string(), count: z.int() }).nullable(),
  /** Where secrets and keys are, in plain words. */
  secrets: z.object({ backend: z.string(), detail: z.string(), sealedKeys: z.int(), openKeys: z.int() }),
});

export const aboutOutput = z.object({
  version: z.string(),
  node: z.string(),
  host: z.string(),
  platform: z.string(),
  workspaceId: z.string(),
  workspace: z.string(),
  licences: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() })),
});

export const settingsFileSchema = z.strictObject({
  format: z.literal('tieout-settings'),
  version: z.literal(1),
  exportedAt: z.string().max(40),
  workspace: z.string().max(200),
  asOfSeq: z.int(),
  settings: z.record(z.string().max(60), z.json()),
  preferences: z.json().optional(),
});

export const exportSettingsOutput = z.object({ fileName: z.string(), text: z.string() });

export const importSettingsInput = z.strictObject({
  text: z.string().max(2_000_000, 'is larger than a settings file can be'),
  /** False only says what would change. */
  confirm: z.boolean(),
  reason: reasonSchema.optional(),
});

export const importSettingsOutput = z.object({
  /** Of a settings file of which workspace, when. */
  from: z.object({ workspace: z.string(), exportedAt: z.string() }),
  changes: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['changes', 'same', 'refused']),
      before: z.json().nullable(),
      after: z.json().nullable(),
      message: z.string().nullable(),
    }),
  ),
  isApplied: z.boolean(),
  asOfSeq: z.int(),
});

export type WorkspaceSettings = z.output<typeof workspaceSettingsOutput>;
export type SettingsImport = z.output<typeof importSettingsOutput>;

export const settingsApi = {
  /** Of the person who asks. */
  preferences: query(nothing, preferencesSchema),
  changePreferences: mutation(changePreferencesInput, preferencesSchema),
  workspace: query(nothing, workspaceSettingsOutput),
  storage: query(nothing, storageOutput),
  about: query(nothing, aboutOutput),
  exportFile: query(nothing, exportSettingsOutput),
  /** All of the file or nothing of it; needs the right to change policy. */
  importFile: mutation(importSettingsInput, importSettingsOutput),
} as const;
