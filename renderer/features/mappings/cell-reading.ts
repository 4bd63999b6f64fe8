import type { EditReading } from '#renderer/ui/data-grid/grid-column.ts';

function refused(reason: string): EditReading {
  return { ok: false, reason };
}

/** Text of a key or an id: as it is, but for blanks at the ends, which are never meant. */
export function readText(text: string): EditReading {
  const value = text.trim();
  if (/[\t\r\n]/.test(value))
    return refused('Holds a tab or a line break. Paste it into one cell as plain text.');
  return value.length > 400 ? refused('Is longer than 400 characters.') : { ok: true, value };
}

/** A legal entity, or nothing for every one. */
export function readEntity(entities: readonly string[]): (text: string) => EditReading {
  return (text) => {
    const value = text.trim();
    if (value === '' || value === '*' || value.toLowerCase() === 'all') return { ok: true, value: '' };
    const known = entities.find((entity) => entity.toLowerCase() === value.toLowerCase());
    return known === undefined
      ? refused(
          `"${value}" is no legal entity here. Use ${entities.join(', ')}, or leave it empty for every one.`,
        )
      : { ok: true, value: known };
  };
}

/**
 * A day. Year first is read with any separator; everything else could be read two ways (03/04 is March or April) and is
 * refused, never guessed.
 */
export function readDay(text: string, isOptional: boolean): EditReading {
  const value = text.trim();
  if (value === '')
    return isOptional ? { ok: true, value: null } : refused('Is empty. Write the day as 2026-09-30.');
  const parts = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(value);
  if (!parts) return refused(`"${value}" could be read in more than one way. Write the day as 2026-09-30.`);
  const [, year = '', month = '', day = ''] = parts;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00.000Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return isReal ? { ok: true, value: iso } : refused(`There is no day ${iso}.`);
}
