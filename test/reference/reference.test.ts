import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exceptionsPage, referenceDocuments } from './reference-documents.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

// `npm run reference` runs this file with --update, which writes the pages instead of comparing them.
it.each(referenceDocuments())(
  '$path says what the code says (else: npm run reference)',
  async ({ path, text }) => {
    expect(text.split('\n').length).toBeGreaterThan(20);
    await expect(text).toMatchFileSnapshot(projectRoot + path);
  },
);

it('lists each exception with its owner, effect and fix', () => {
  const text = exceptionsPage({
    DATE_MOVED: { ownerRole: 'controller', effect: 'A | B.', fix: 'Move it back.', blocks: true },
  });
  expect(text).toContain('| `DATE_MOVED` | controller | yes | A \\| B. | Move it back. |');
});
