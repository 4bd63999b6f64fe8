import type { getEntryOutput } from '#core/contract/journal.ts';
import type * as z from 'zod';

type Field = z.output<typeof getEntryOutput>['fields'][number];

/** Deeper members are shown as one text; a payload of a vendor may be any shape. */
const depthMax = 6;

/** Every member of the payload, before and after, by its path; what came or went has one side only. */
export function compareFields(before: unknown, after: unknown): Field[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...now.keys(), ...old.keys()])].map((path) => {
    const [was, is] = [old.get(path) ?? null, now.get(path) ?? null];
    return { path, before: was, after: is, isChanged: was !== is };
  });
}

function flatten(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (part: unknown, path: string, depth: number): void => {
    if (part !== null && typeof part === 'object' && depth < depthMax && !isMoney(part)) {
      const entries = Object.entries(part);
      if (entries.length > 0) {
        for (const [name, inner] of entries) visit(inner, path === '' ? name : `${path}.${name}`, depth + 1);
        return;
      }
    }
    if (path !== '') found.set(path, textOf(part));
  };
  visit(value ?? {}, '', 0);
  return found;
}

function isMoney(part: object): part is { readonly currency: string; readonly minor: string } {
  return 'minor' in part && 'currency' in part && Object.keys(part).length === 2;
}

function textOf(part: unknown): string {
  if (part !== null && typeof part === 'object') {
    return isMoney(part) ? `${part.currency} ${part.minor} minor` : JSON.stringify(part);
  }
  return String(part);
}
