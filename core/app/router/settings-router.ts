import { changePreferencesInput, preferencesSchema, readPreferences } from '#core/contract/preferences.ts';
import { PreferenceRepository } from '#core/storage/repositories/preferences.ts';
import { allowed, router } from './procedure.ts';

export const settingsRouter = router({
  preferences: allowed('workspace.read')
    .output(preferencesSchema)
    .query(({ ctx: { core, actor } }) => readPreferences(new PreferenceRepository(core.store).get(actor))),

  changePreferences: allowed('workspace.read')
    .input(changePreferencesInput)
    .output(preferencesSchema)
    .mutation(({ ctx: { core, actor }, input }) => {
      const kept = new PreferenceRepository(core.store);
      const changed = { ...readPreferences(kept.get(actor)), ...input };
      kept.save(actor, changed);
      return changed;
    }),
});
