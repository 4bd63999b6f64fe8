import { failureCases } from './connector-failure-cases.ts';
import type { VendorHarness } from './connector-harness.ts';
import { readCases } from './connector-read-cases.ts';
import { writeCases } from './connector-write-cases.ts';

/** One behaviour that every connector must show against its vendor's organisation. */
export interface ConnectorCase {
  readonly name: string;
  /** Absent: to every vendor. */
  readonly appliesTo?: (harness: VendorHarness) => boolean;
  readonly run: (harness: VendorHarness) => Promise<void>;
}

export const connectorCases: readonly ConnectorCase[] = [...readCases, ...failureCases, ...writeCases];
