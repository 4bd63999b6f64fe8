import type { ComponentType, ReactNode } from 'react';
import { type Control, SettingRow } from './setting-row.tsx';

/** One setting as the list and the search box know it. */
export interface Setting {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly control: Control;
  /** Other words that people look for it by. */
  readonly words: string;
  readonly note?: ReactNode;
  readonly Control: ComponentType;
}

export function fits(
  { id, title, about, words }: Omit<Setting, 'Control' | 'control'>,
  text: string,
): boolean {
  const wanted = text.trim().toLowerCase().split(/\s+/);
  const said = `${id} ${title} ${about} ${words}`.toLowerCase();
  return wanted.every((word) => said.includes(word));
}

export function SettingList({ settings }: { readonly settings: readonly Setting[] }): ReactNode {
  return (
    <>
      {settings.map(({ id, title, about, control, note, Control: Editor }) => (
        <SettingRow key={id} title={title} about={about} control={control} note={note}>
          <Editor />
        </SettingRow>
      ))}
    </>
  );
}
