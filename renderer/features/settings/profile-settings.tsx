import type { ReactNode } from 'react';
import type { Preferences } from '#core/contract/preferences.ts';
import { changePreferences, usePreferences } from '#renderer/shell/preferences/preferences.ts';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { RadioGroup } from '#renderer/ui/radio-group.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import type { Setting } from './setting-list.tsx';

const themes = [
  { value: 'system', label: 'As the machine' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'contrast', label: 'High contrast' },
] as const;

const densities = [
  { value: 'compact', label: 'Compact' },
  { value: 'normal', label: 'Normal' },
  { value: 'roomy', label: 'Roomy' },
] as const;

const negatives = [
  { value: 'locale', label: 'As the locale' },
  { value: 'minus', label: 'Minus' },
  { value: 'parentheses', label: 'Parentheses' },
] as const;

const locales = [
  'en-US',
  'en-GB',
  'de-DE',
  'de-CH',
  'fr-FR',
  'fr-CH',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pt-BR',
  'ja-JP',
  'sv-SE',
];

/** What a person likes for themselves: kept by the host, shown at once. */
export const profileSettings: readonly Setting[] = [
  {
    id: 'theme',
    title: 'Theme',
    about: 'Light, dark and high contrast are equals.',
    control: 'me',
    words: 'colour dark light contrast',
    Control: ThemeControl,
  },
  {
    id: 'density',
    title: 'Density',
    about: 'How high the rows of every list are. Hit areas stay at least 24 px.',
    control: 'me',
    words: 'compact roomy rows grid',
    Control: DensityControl,
  },
  {
    id: 'locale',
    title: 'Language of numbers and dates',
    about: 'How amounts, days and times are written. Exports follow it too.',
    control: 'me',
    words: 'locale format number date',
    Control: LocaleControl,
  },
  {
    id: 'timeZone',
    title: 'Time zone',
    about: 'Of instants on the screen. Days of documents are days, whatever the zone.',
    control: 'me',
    words: 'clock zone hours',
    Control: TimeZoneControl,
  },
  {
    id: 'negativeStyle',
    title: 'Negative amounts',
    about: 'How an amount below zero is written.',
    control: 'me',
    words: 'minus parentheses brackets accounting',
    Control: NegativeControl,
  },
];

export function usePrefer(): (changes: Partial<Preferences>) => void {
  const toast = useToast();
  return (changes) => {
    changePreferences(changes).catch((cause: unknown) =>
      toast.show({ tone: 'negative', title: 'It could not be kept', description: String(cause) }),
    );
  };
}

function ThemeControl(): ReactNode {
  const theme = usePreferences((preferences) => preferences.theme);
  const prefer = usePrefer();
  return (
    <RadioGroup
      label="Theme"
      isLabelHidden
      isInline
      value={theme}
      options={themes}
      onChange={(next) => prefer({ theme: next })}
    />
  );
}

function DensityControl(): ReactNode {
  const density = usePreferences((preferences) => preferences.density);
  const prefer = usePrefer();
  return (
    <RadioGroup
      label="Density"
      isLabelHidden
      isInline
      value={density}
      options={densities}
      onChange={(next) => prefer({ density: next })}
    />
  );
}

function NegativeControl(): ReactNode {
  const style = usePreferences((preferences) => preferences.negativeStyle);
  const prefer = usePrefer();
  const format = useFormat();
  return (
    <div>
      <RadioGroup
        label="Negative amounts"
        isLabelHidden
        isInline
        value={style}
        options={negatives}
        onChange={(negativeStyle) => prefer({ negativeStyle })}
      />
      <p className="mt-1 text-muted">Shown as {format.money({ currency: 'EUR', minor: '-123456' })}</p>
    </div>
  );
}

function LocaleControl(): ReactNode {
  const locale = usePreferences((preferences) => preferences.locale);
  const prefer = usePrefer();
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  const known = locale === null || locales.includes(locale) ? locales : [locale, ...locales];
  const options = known.map((tag) => ({ value: tag, label: names.of(tag) ?? tag, about: tag }));
  return (
    <Combobox
      label="Locale"
      isLabelHidden
      value={locale}
      options={options}
      placeholder="As the machine"
      isOptional
      onChange={(next) => prefer({ locale: next })}
    />
  );
}

function TimeZoneControl(): ReactNode {
  const timeZone = usePreferences((preferences) => preferences.timeZone);
  const prefer = usePrefer();
  const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <Combobox
      label="Time zone"
      isLabelHidden
      value={timeZone}
      options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      placeholder="As the machine"
      isOptional
      onChange={(next) => prefer({ timeZone: next })}
    />
  );
}
