import { netsuite } from '../connectors/netsuite/connector.ts';
import { salesforce } from '../connectors/salesforce/connector.ts';
import type { Connector } from '../connectors/sdk/index.ts';
import { stripe } from '../connectors/stripe/connector.ts';

/** Every vendor that Tieout speaks to, by the name that configuration uses. */
export const connectorRegistry: Readonly<Record<string, Connector>> = { salesforce, stripe, netsuite };
