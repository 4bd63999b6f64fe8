import type { BrowserContext, Page } from 'playwright-core';

/** What must not happen in the whole run, as it happened. */
export interface Trouble {
  readonly violations: string[];
  readonly consoleErrors: string[];
  /** Requests to anywhere but the cockpit. */
  readonly foreignRequests: string[];
  readonly pageErrors: string[];
}

export function noTrouble(): Trouble {
  return { violations: [], consoleErrors: [], foreignRequests: [], pageErrors: [] };
}

interface Violated {
  readonly directive: string;
  readonly blocked: string;
  readonly sample: string;
}

/** Collects what the page and the browser complain of, from before the first script on. */
export async function watchTrouble(context: BrowserContext, trouble: Trouble, origin: string): Promise<void> {
  await context.exposeBinding('tieoutViolated', (_source, { directive, blocked, sample }: Violated) => {
    trouble.violations.push(`${directive}: ${blocked} ${sample}`.trim());
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      const tell = (window as unknown as { tieoutViolated: (violated: Violated) => void }).tieoutViolated;
      tell({ directive: violatedDirective, blocked: blockedURI, sample });
    });
  });
  context.on('page', (page) => watchPage(page, trouble));
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(?:data:|blob:|about:)/.test(url))
      trouble.foreignRequests.push(url);
  });
}

function watchPage(page: Page, trouble: Trouble): void {
  page.on('pageerror', (error) => trouble.pageErrors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // A refusal that the API answered is shown by the screen; the browser logs every answer that is not 2xx as well.
    if (/Failed to load resource: the server responded with a status of/.test(message.text())) return;
    trouble.consoleErrors.push(message.text());
  });
}
