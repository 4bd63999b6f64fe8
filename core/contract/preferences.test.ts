import { describe, expect, it } from 'vitest';
import { changePreferencesInput, defaultPreferences, readPreferences } from './preferences.ts';

describe('preferences as they were kept', () => {
  it('are the defaults where nothing was kept', () => {
    expect(readPreferences(null)).toEqual(defaultPreferences);
    expect(readPreferences('not an object')).toEqual(defaultPreferences);
  });

  it('keep what fits and give the default for what no longer does', () => {
    const kept = {
      theme: 'dark',
      density: 'enormous',
      locale: 'de-CH',
      keyRemaps: { 'postings.approve': ['y'] },
    };
    expect(readPreferences(kept)).toEqual({
      ...defaultPreferences,
      theme: 'dark',
      locale: 'de-CH',
      keyRemaps: { 'postings.approve': ['y'] },
    });
  });
});

describe('a change of preferences', () => {
  it('takes any part', () => {
    expect(changePreferencesInput.parse({ density: 'compact' })).toEqual({ density: 'compact' });
  });

  it.each([
    [{ locale: 'klingon!' }],
    [{ timeZone: 'Europe/Atlantis' }],
    [{ quietHours: { from: '18:00', to: '18:00' } }],
    [{ quietHours: { from: '25:00', to: '07:00' } }],
    [{ keyRemaps: { '__proto__ x': ['a'] } }],
    [{ colour: 'mauve' }],
  ])('refuses %j', (change) => {
    expect(changePreferencesInput.safeParse(change).success).toBe(false);
  });
});
