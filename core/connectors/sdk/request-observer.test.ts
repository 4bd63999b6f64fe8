import { expect, test } from 'vitest';
import { operationName } from './request-observer.ts';

test.each([
  ['/v1/invoices/in_1NxQp3Kd9sLmZaYb?expand[]=lines', 'GET /v1/invoices/:id'],
  ['/v1/invoices?limit=100&starting_after=in_1', 'GET /v1/invoices'],
  ['/v1/customers/cus_NffrFeUfNV/balance', 'GET /v1/customers/:id/balance'],
  ['/services/data/v60.0/sobjects/Account/001Dn00000XyZ1', 'GET /services/data/v60.0/sobjects/Account/:id'],
  ['/services/rest/record/v1/creditMemo/eid:a2c4', 'GET /services/rest/record/v1/creditMemo/:id'],
  ['/services/rest/query/v1/suiteql?limit=1000&offset=0', 'GET /services/rest/query/v1/suiteql'],
])('%s counts as %s', (path, operation) => {
  expect(operationName('GET', path)).toBe(operation);
});
