import type * as z from 'zod';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import { toInstant } from '#core/base/clock.ts';
import type { Failure } from '#core/base/result.ts';
import type { Preferences } from '#core/contract/preferences.ts';
import {
  type exportSettingsOutput,
  type importSettingsInput,
  type SettingsImport,
  settingsFileSchema,
} from '#core/contract/settings.ts';
import { toWire } from '#core/domain/wire.ts';
import { parseSetting, type SettingName } from '#core/policy/policy-settings.ts';
import type { Core } from '../create-core.ts';
import { watchStarted } from '../close/watch-started.ts';
import { failed, valueOf } from './api-error.ts';

/** The settings of everyone and the preferences of the one who asks, as one file that can be read back. */
export function exportSettings(core: Core, preferences: Preferences): z.output<typeof exportSettingsOutput> {
  const exportedAt = toInstant(core.clock.now());
  const file: z.output<typeof settingsFileSchema> = {
    format: 'tieout-settings',
    version: 1,
    exportedAt,
    workspace: core.settings.name,
    asOfSeq: core.journal.head().seq,
    settings: toWire(core.policy.policy()) as z.output<typeof settingsFileSchema>['settings'],
    preferences,
  };
  return {
    fileName: `tieout-settings-${exportedAt.slice(0, 10)}.json`,
    text: `${JSON.stringify(file, null, 2)}\n`,
  };
}

/** What a settings file would change, and with `confirm` the change: every setting of it, or none. */
export function importSettings(
  core: Core,
  actor: string,
  { text, confirm, reason }: z.output<typeof importSettingsInput>,
): SettingsImport {
  const file = readFile(text);
  const policy = toWire(core.policy.policy()) as Readonly<Record<string, unknown>>;
  const changes = Object.entries(file.settings).map(([name, value]) => compare(name, value, policy[name]));
  const refused = changes.find(({ state }) => state === 'refused');
  if (confirm) {
    if (refused) throw failed(invalid(refused.name, refused.message ?? 'is not readable'));
    if (reason === undefined) throw failed(invalid('reason', 'A change of policy needs a reason.'));
    core.store.transact(() => {
      for (const { name, state, after } of changes) {
        if (state === 'changes') valueOf(core.policy.changePolicy(name as SettingName, after, actor, reason));
      }
    });
    watchStarted(core, null);
  }
  return {
    from: { workspace: file.workspace, exportedAt: file.exportedAt },
    changes,
    isApplied: confirm,
    asOfSeq: core.journal.head().seq,
  };
}

function compare(name: string, after: unknown, present: unknown): SettingsImport['changes'][number] {
  const parsed = parseSetting(name as SettingName, after);
  const change = { name, before: (present ?? null) as never, after: after as never };
  if (!parsed.ok) return { ...change, state: 'refused', message: parsed.error.message };
  const isSame = canonical(toWire(parsed.value)) === canonical(present);
  return { ...change, state: isSame ? 'same' : 'changes', message: null };
}

function canonical(value: unknown): string {
  return canonicalJson((value ?? null) as CanonicalValue);
}

function readFile(text: string): z.output<typeof settingsFileSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw failed(invalid('file', `The file is not JSON: ${cause.message}`));
  }
  const parsed = settingsFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw failed(
    invalid(
      ['file', ...(issue?.path ?? [])].join('.'),
      `The file is no settings file: ${issue?.message ?? ''}`,
    ),
  );
}

function invalid(where: string, message: string): Failure {
  return {
    code: 'SETTINGS_FILE_INVALID',
    message,
    where,
    fix: 'Use a file that "Export settings" wrote, and correct what the message names.',
  };
}
