/// <reference types="node/fs" />
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');

type Tokens = ReadonlyMap<string, string>;

/** The declarations of the first block with exactly this selector. */
function tokensOf(selector: string): Tokens {
  const start = css.indexOf(`\n${selector} {`);
  expect(start, `a block for ${selector}`).toBeGreaterThan(-1);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return new Map(
    [...body.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

function channel(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16)));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected'];
const inks = ['text', 'muted', 'accent', 'positive', 'negative', 'warning', 'info'];
const tones = ['accent', 'positive', 'negative', 'warning', 'info'];

const textPairs: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((ground) => inks.map((ink): [string, string] => [ink, ground])),
  ...tones.flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    ['text', `${tone}-soft`],
    ['muted', `${tone}-soft`],
  ]),
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-fill-hover'],
  ['on-negative', 'negative-fill'],
  ['on-negative', 'negative-fill-hover'],
];
const edgePairs = grounds.flatMap((ground): [string, string][] => [
  ['control', ground],
  ['focus', ground],
  ...[1, 2, 3, 4].map((series): [string, string] => [`series-${series}`, ground]),
]);

const light = tokensOf(':root');
const themes: readonly { readonly name: string; readonly tokens: Tokens; readonly text: number }[] = [
  { name: 'light', tokens: light, text: 4.5 },
  { name: 'dark', tokens: tokensOf('  [data-theme="dark"]'), text: 4.5 },
  { name: 'high contrast', tokens: tokensOf('  [data-theme="contrast"]'), text: 7 },
];

function weakPairs(tokens: Tokens, pairs: readonly (readonly [string, string])[], least: number): string[] {
  return pairs.flatMap(([ink, ground]) => {
    const ratio = contrast(tokens.get(ink) ?? '', tokens.get(ground) ?? '');
    return ratio >= least ? [] : [`${ink} on ${ground}: ${ratio.toFixed(2)}`];
  });
}

describe.each(themes)('theme $name', ({ tokens, text }) => {
  it(`reads at ${text}:1 or more in every pairing`, () => {
    expect(weakPairs(tokens, textPairs, text)).toEqual([]);
  });

  it('draws controls, focus and chart lines at 3:1 or more', () => {
    expect(weakPairs(tokens, edgePairs, 3)).toEqual([]);
  });

  it('defines every colour of the light theme', () => {
    const colours = [...light].filter(([, value]) => value.startsWith('#') || value.startsWith('rgb'));
    expect(colours.map(([name]) => name).filter((name) => !tokens.has(name))).toEqual([]);
  });
});

describe('theme names', () => {
  it('gives every colour token a Tailwind name', () => {
    const colours = [...light].filter(([, value]) => value.startsWith('#') || value.startsWith('rgb'));
    const missing = colours.filter(([name]) => !css.includes(`--color-${name}: var(--${name});`));
    expect(missing).toEqual([]);
  });

  it('has three densities of rows', () => {
    expect(light.get('row-height')).toBe('28px');
    expect(tokensOf('[data-density="compact"]').get('row-height')).toBe('24px');
    expect(tokensOf('[data-density="roomy"]').get('row-height')).toBe('36px');
  });

  it('computes the ratios that WCAG publishes', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
