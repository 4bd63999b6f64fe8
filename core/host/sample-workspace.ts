import type { SandboxAccess } from '../sandbox/start-sandbox.ts';
import { type WorkspaceFile, workspaceFileSchema } from '../app/workspace-file.ts';

export interface SampleWorkspace {
  readonly file: WorkspaceFile;
  /** By connection, then by name. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The people of the sample company; each plays a part in the month. */
const people = [
  {
    id: 'ada',
    name: 'Ada Lindqvist',
    email: 'ada@northwind-metrics.example',
    roles: ['administrator', 'integration-support'],
  },
  { id: 'maria', name: 'Maria Keller', email: 'maria@northwind-metrics.example', roles: ['controller'] },
  { id: 'ben', name: 'Ben Okafor', email: 'ben@northwind-metrics.example', roles: ['billing-operations'] },
  {
    id: 'rita',
    name: 'Rita Sousa',
    email: 'rita@northwind-metrics.example',
    roles: ['mapping-editor', 'revenue-accountant'],
  },
  { id: 'omar', name: 'Omar Haddad', email: 'omar@northwind-metrics.example', roles: ['approver'] },
  { id: 'audrey', name: 'Audrey Wong', email: 'audrey@northwind-metrics.example', roles: ['auditor'] },
] as const;

/** The workspace file that wires the sandbox's three organisations together, with its secrets apart from it. */
export function sampleWorkspace(access: SandboxAccess): SampleWorkspace {
  const { salesforce, stripe, netsuite, sample } = access;
  const file = workspaceFileSchema.parse({
    workspace: { name: 'Northwind Metrics', clockOffsetMs: Math.round(sample.clockOffsetMs) },
    connections: [
      {
        id: 'crm',
        vendor: 'salesforce',
        settings: {
          baseUrl: salesforce.baseUrl,
          environment: 'sandbox',
          clientId: salesforce.credentials.clientId,
        },
      },
      { id: 'billing', vendor: 'stripe', settings: { baseUrl: stripe.baseUrl, environment: 'sandbox' } },
      {
        id: 'erp',
        vendor: 'netsuite',
        settings: {
          baseUrl: netsuite.baseUrl,
          environment: 'sandbox',
          clientId: netsuite.credentials.clientId,
          certificateId: netsuite.credentials.certificateId,
          searchLagMs: 1_000,
          legalEntityBySubsidiary: legalEntities(sample.mappings),
          crmIdField: 'custentity_crm_id',
          billingIdField: 'custentity_billing_id',
        },
      },
    ],
    people,
    mappings: sample.mappings,
    mappingsProposedBy: 'rita',
    mappingsApprovedBy: 'maria',
    policy: { goLiveOn: sample.cutoverOn },
    phases: Object.fromEntries(
      [
        'customer-to-billing',
        'order-to-subscription',
        'crm-write-back',
        'invoice-to-erp',
        'payment-to-erp',
        'refund-to-erp',
        'credit-to-erp',
      ].map((flow) => [flow, 'post']),
    ),
  });
  return {
    file,
    secrets: {
      crm: { clientSecret: salesforce.credentials.clientSecret },
      billing: { secretKey: stripe.secretKey },
      erp: { privateKey: netsuite.credentials.privateKeyPem },
    },
  };
}

function legalEntities(mappings: SandboxAccess['sample']['mappings']): Record<string, string> {
  const rows = mappings.filter(({ type }) => type === 'subsidiary');
  return Object.fromEntries(rows.map(({ sourceKey, target }) => [target['subsidiaryId'] ?? '', sourceKey]));
}
