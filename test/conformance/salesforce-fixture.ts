import { exportPKCS8, exportSPKI, generateKeyPair, SignJWT, importPKCS8 } from 'jose';
import { Connection } from 'jsforce';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import { startServer } from '#core/sandbox/kit/server.ts';
import {
  createSalesforceOrganisation,
  type SalesforceOptions,
} from '#core/sandbox/salesforce/salesforce-organisation.ts';

export const ORG_ID = '00Dak00000NwOrgUAE'.slice(0, 15);
export const CLIENT = {
  clientId: '3MVG9.sandbox',
  clientSecret: 'secret',
  username: 'integration@northwind.example',
};
const START_MS = Date.UTC(2026, 9, 5, 8);

/** A running org with its key pair; close it after use. */
export async function startOrg(options: SalesforceOptions = {}) {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const clock = new ManualClock(START_MS);
  const organisation = createSalesforceOrganisation({
    clock,
    random: seededRandom('salesforce conformance'),
    orgId: ORG_ID,
    credentials: { ...CLIENT, publicKeyPem: await exportSPKI(publicKey) },
    options,
  });
  const faults = new FaultPorts();
  const server = await startServer(organisation, { clock, faults });
  return {
    clock,
    organisation,
    faults,
    server,
    privateKeyPem: await exportPKCS8(privateKey),
    baseUrl: server.baseUrl,
    close: () => server.close(),
  };
}

export type Org = Awaited<ReturnType<typeof startOrg>>;

/** The vendor's own client, logged in with client credentials. */
export async function login(org: Org): Promise<Connection> {
  const connection = new Connection({
    version: '60.0',
    oauth2: { loginUrl: org.baseUrl, clientId: CLIENT.clientId, clientSecret: CLIENT.clientSecret },
  });
  await connection.authorize({ grant_type: 'client_credentials' });
  return connection;
}

/** A bearer assertion as a connected app signs it; claims may be overridden. */
export async function assertion(org: Org, claims: Record<string, unknown> = {}): Promise<string> {
  const key = await importPKCS8(org.privateKeyPem, 'RS256');
  return new SignJWT({
    iss: CLIENT.clientId,
    sub: CLIENT.username,
    aud: 'https://login.salesforce.com',
    exp: Math.floor(org.clock.now() / 1000) + 180,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(key);
}

/** A product, an account and `count` orders with two items each, created a second apart. */
export function seedOrders(org: Org, count: number) {
  const { store } = org.organisation;
  const product = store.insert('Product2', {
    Name: 'Annual seats',
    ProductCode: 'SEAT-A',
    Family: 'Seats',
    IsActive: true,
  });
  const account = store.insert('Account', {
    Name: 'Contoso Ltd',
    CurrencyIsoCode: 'GBP',
    Legal_Entity__c: 'NW-UK',
  });
  const orders = [];
  for (let number = 1; number <= count; number += 1) {
    const order = store.insert(
      'Order',
      {
        OrderNumber: String(number).padStart(8, '0'),
        AccountId: account.Id,
        Status: 'Activated',
        Type: 'New',
        EffectiveDate: '2026-09-01',
        TotalAmount: `${number}.10`,
        CurrencyIsoCode: 'GBP',
        Contract_Number__c: `C-${number}`,
        Contract_Version__c: '1',
      },
      { atMs: org.clock.now() - (count - number) * 1000 },
    );
    for (const quantity of ['1', '2']) {
      store.insert('OrderItem', {
        OrderId: order.Id,
        Product2Id: product.Id,
        Quantity: quantity,
        UnitPrice: '0.10',
        TotalPrice: `0.${quantity}0`,
      });
    }
    orders.push(order);
  }
  return { product, account, orders };
}
