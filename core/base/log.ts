export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Log port. Fields are an allow-list by construction: callers pass ids, counts and codes, never payloads or secrets. */
export interface Log {
  write(
    level: LogLevel,
    event: string,
    fields?: Readonly<Record<string, string | number | boolean | null>>,
  ): void;
}

export const silentLog: Log = { write: () => {} };
