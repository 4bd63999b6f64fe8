import { useEffect } from 'react';
import { usePreferences } from './preferences.ts';

/** Writes theme and density onto the document, where the tokens read them, and follows the system while told to. */
export function useAppearance(): void {
  const theme = usePreferences((preferences) => preferences.theme);
  const density = usePreferences((preferences) => preferences.density);
  const locale = usePreferences((preferences) => preferences.locale);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const contrast = window.matchMedia('(prefers-contrast: more)');
    const apply = (): void => {
      const ofSystem = contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
      document.documentElement.dataset['theme'] = theme === 'system' ? ofSystem : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    contrast.addEventListener('change', apply);
    return () => {
      dark.removeEventListener('change', apply);
      contrast.removeEventListener('change', apply);
    };
  }, [theme]);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  useEffect(() => {
    document.documentElement.lang = locale ?? 'en';
  }, [locale]);
}
