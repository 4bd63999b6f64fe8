import {
  changePreferencesInput,
  type Preferences,
  preferencesSchema,
  readPreferences,
} from '#core/contract/preferences.ts';
import {
  aboutOutput,
  exportSettingsOutput,
  importSettingsInput,
  importSettingsOutput,
  storageOutput,
  workspaceSettingsOutput,
} from '#core/contract/settings.ts';
import { PreferenceRepository } from '#core/storage/repositories/preferences.ts';
import type { Core } from '../create-core.ts';
import { allowed, router } from './procedure.ts';
import { aboutFacts, storageFacts, workspaceSettings } from './settings-facts.ts';
import { exportSettings, importSettings } from './settings-file.ts';

export const settingsRouter = router({
  preferences: allowed('workspace.read')
    .output(preferencesSchema)
    .query(({ ctx: { core, actor } }) => preferencesOf(core, actor)),

  changePreferences: allowed('workspace.read')
    .input(changePreferencesInput)
    .output(preferencesSchema)
    .mutation(({ ctx: { core, actor }, input }) => {
      const changed = readPreferences({ ...preferencesOf(core, actor), ...input });
      new PreferenceRepository(core.store).save(actor, changed);
      return changed;
    }),

  workspace: allowed('workspace.read')
    .output(workspaceSettingsOutput)
    .query(({ ctx: { core } }) => workspaceSettings(core)),

  storage: allowed('workspace.read')
    .output(storageOutput)
    .query(({ ctx: { core, session } }) => storageFacts(core, session)),

  about: allowed('workspace.read')
    .output(aboutOutput)
    .query(({ ctx: { core, session } }) => aboutFacts(core, session)),

  exportFile: allowed('workspace.read')
    .output(exportSettingsOutput)
    .query(({ ctx: { core, actor } }) => exportSettings(core, preferencesOf(core, actor))),

  importFile: allowed('policy.change')
    .input(importSettingsInput)
    .output(importSettingsOutput)
    .mutation(({ ctx: { core, actor }, input }) => importSettings(core, actor, input)),
});

function preferencesOf(core: Core, person: string): Preferences {
  return readPreferences(new PreferenceRepository(core.store).get(person));
}
