import { readFileSync, writeFileSync } from 'node:fs';

/** Resident memory of this process now, in bytes. */
export function residentBytes(): number {
  return process.memoryUsage.rss();
}

/** Starts a new peak. Linux only: elsewhere the peak is that of the process's whole life. */
export function resetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Not Linux: the peak then includes what came before, which makes the figure larger, never smaller.
  }
}

/** The largest resident memory since the last reset, in bytes. */
export function peakBytes(): number {
  try {
    const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (line?.[1] !== undefined) return Number(line[1]) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
