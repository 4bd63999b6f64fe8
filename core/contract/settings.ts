import { changePreferencesInput, preferencesSchema } from './preferences.ts';
import { mutation, nothing, query } from './procedure.ts';

export const settingsApi = {
  /** Of the person who asks. */
  preferences: query(nothing, preferencesSchema),
  changePreferences: mutation(changePreferencesInput, preferencesSchema),
} as const;
