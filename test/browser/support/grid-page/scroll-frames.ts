import type { CDPSession, Page } from 'playwright-core';

export interface ScrollFigures {
  /** 95th percentile of the time between frames, in ms. */
  readonly frameP95Ms: number;
  /** Main-thread work per frame, on average, in ms. */
  readonly mainPerFrameMs: number;
  readonly frames: number;
  /** Rows in the document at most. */
  readonly rowsMax: number;
}

/** Scrolls by so much every frame and measures frames; every tenth step may be a jump, as when the thumb is dragged. */
export async function measureScroll(
  page: Page,
  selector: string,
  stepPx: number,
  jumpPx: number,
  frames: number,
): Promise<ScrollFigures> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.waitForTimeout(300);
  const before = await taskSeconds(session);
  const figures = await page.evaluate(scrollInPage, { selector, stepPx, jumpPx, frames });
  const busyMs = ((await taskSeconds(session)) - before) * 1000;
  await session.detach();
  const times = [...figures.times].sort((one, other) => one - other);
  return {
    frameP95Ms: times[Math.floor(times.length * 0.95)] ?? Number.NaN,
    mainPerFrameMs: busyMs / figures.times.length,
    frames: figures.times.length,
    rowsMax: figures.rowsMax,
  };
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

interface InPage {
  readonly selector: string;
  readonly stepPx: number;
  readonly jumpPx: number;
  readonly frames: number;
}

/** Runs in the page. */
function scrollInPage({
  selector,
  stepPx,
  jumpPx,
  frames,
}: InPage): Promise<{ times: number[]; rowsMax: number }> {
  const scroller = document.querySelector(selector);
  if (scroller === null) throw new Error(`nothing matches ${selector}`);
  return new Promise((done) => {
    const times: number[] = [];
    let last = 0;
    let rowsMax = 0;
    const frame = (now: number) => {
      if (last > 0) times.push(now - last);
      last = now;
      rowsMax = Math.max(rowsMax, scroller.querySelectorAll('[role=row]').length);
      if (times.length >= frames) {
        done({ times, rowsMax });
        return;
      }
      scroller.scrollTop += jumpPx > 0 && times.length % 10 === 9 ? jumpPx : stepPx;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
