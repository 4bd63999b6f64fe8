// The first useful screen: the overview with its real counts beside a shell with nothing in it, in turn, on the sample company
// (UX goal 4). Both from the link to what is to be seen, sign-in included.
import { ensureRenderer, rendererFolder } from '#core/host/serve/build-renderer.ts';
import { startCockpit } from '#core/host/serve/cockpit.ts';
import { readRendererFiles } from '#core/host/serve/renderer-files.ts';
import { silentLog } from '#core/base/log.ts';
import { launchChromium } from '#test/browser/support/chromium.ts';
import { worldKeystore } from '#test/browser/support/world-keystore.ts';
import { startSampleWorld } from '#test/support/sample-world.ts';

const rounds = 12;

await ensureRenderer(() => {});
const world = await startSampleWorld();
await world.core.synchronise({ untilIdle: true });
const cockpit = await startCockpit({
  core: world.core,
  keystore: worldKeystore(world),
  files: readRendererFiles(rendererFolder),
  log: silentLog,
  port: 0,
  removeSample: null,
});
const browser = await launchChromium();
const page = await browser.newPage();

/** From a new link until the text is there, in ms. */
async function load(address: string, shown: string): Promise<number> {
  await page.goto('about:blank');
  const startedAt = performance.now();
  await page.goto(`${cockpit.newLink()}&to=${encodeURIComponent(address)}`);
  await page.getByRole('button', { name: /Maria Keller/ }).click();
  await page.locator(shown).first().waitFor();
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const took = { blank: [] as number[], overview: [] as number[] };
for (let round = 0; round <= rounds; round += 1) {
  const blank = await load('/nothing', 'main [role=status]');
  const overview = await load('/overview', 'main [aria-label="Counts"] a');
  // The first round fills the caches of both.
  if (round === 0) continue;
  took.blank.push(blank);
  took.overview.push(overview);
}
const [base, ours] = [median(took.blank), median(took.overview)];
process.stdout.write(
  `${JSON.stringify({
    name: 'overview with its counts, from the link',
    measured: Number((ours / base).toFixed(2)),
    unit: '× the blank shell',
    target: { max: 2 },
    baseline_ms: Math.round(base),
    ours_ms: Math.round(ours),
  })}\n`,
);
await browser.close();
await cockpit.close();
await world.close();
