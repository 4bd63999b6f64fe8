import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { parseForm } from '#core/sandbox/stripe/form.ts';
import type { SandboxRequest } from '#core/sandbox/kit/organisation.ts';

/** Stripe's own description of API 2023-08-16, kept beside the project; absent on other machines. */
const SPEC_PATH = fileURLToPath(new URL('../../../shared/specs/stripe/spec3.yaml', import.meta.url));

export const hasStripeSpec = existsSync(SPEC_PATH);

type Schema = { [key: string]: unknown };

interface Operation {
  readonly parameters?: ReadonlyArray<{ name: string; in: string; required?: boolean; schema: Schema }>;
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: Schema }> }>;
}

interface Found {
  readonly template: string;
  readonly operation: Operation;
}

/** Judges requests and responses by Stripe's OpenAPI description. Each call gives the violations it found. */
export class StripeOpenApi {
  readonly #paths: ReadonlyArray<{
    pattern: RegExp;
    template: string;
    operations: Record<string, Operation>;
  }>;
  readonly #responses: Ajv;
  readonly #requests: Ajv;
  readonly #compiled = new Map<string, ValidateFunction>();
  checked = 0;

  constructor() {
    const document = parse(readFileSync(SPEC_PATH, 'utf8'), { maxAliasCount: -1 }) as Schema;
    const plain = withoutNullable(document) as Schema;
    const paths = plain['paths'] as Record<string, Record<string, Operation>>;
    this.#paths = Object.entries(paths)
      .map(([template, operations]) => ({
        template,
        operations,
        pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
      }))
      .sort((a, b) => Number(a.template.includes('{')) - Number(b.template.includes('{')));
    const options = { strict: false, validateFormats: false, allErrors: true, logger: false } as const;
    this.#responses = new Ajv(options);
    this.#requests = new Ajv({ ...options, coerceTypes: true });
    const schemas = { components: plain['components'] };
    this.#responses.addSchema(schemas, 'spec');
    this.#requests.addSchema(schemas, 'spec');
  }

  checkRequest(request: SandboxRequest): string[] {
    const found = this.#find(request);
    if (found === null) return [`${request.method} ${request.path} is not in the description`];
    const { operation, template } = found;
    const form =
      request.method === 'GET' ? request.query : new URLSearchParams(request.body.toString('utf8'));
    const schema = request.method === 'GET' ? querySchema(operation) : bodySchema(operation);
    const key = `request ${request.method} ${template}`;
    return this.#violations(this.#requests, key, schema, parseForm(form));
  }

  checkResponse(request: SandboxRequest, status: number, body: unknown): string[] {
    const found = this.#find(request);
    if (found === null) return status === 404 ? [] : [`${request.path} is not in the description`];
    const response = found.operation.responses[status === 200 ? '200' : 'default'];
    const schema = response?.content?.['application/json']?.schema;
    if (schema === undefined) return [`no response schema for ${request.method} ${found.template}`];
    const key = `response ${request.method} ${found.template} ${status === 200}`;
    return this.#violations(this.#responses, key, schema, body);
  }

  #find(request: SandboxRequest): Found | null {
    const method = request.method.toLowerCase();
    for (const { pattern, operations, template } of this.#paths) {
      const operation = operations[method];
      if (operation !== undefined && pattern.test(request.path)) return { template, operation };
    }
    return null;
  }

  #violations(ajv: Ajv, key: string, schema: Schema, value: unknown): string[] {
    let validate = this.#compiled.get(key);
    if (validate === undefined) {
      validate = ajv.compile(schema);
      this.#compiled.set(key, validate);
    }
    this.checked += 1;
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${key}: ${error.instancePath} ${error.message}`);
  }
}

function bodySchema(operation: Operation): Schema {
  return operation.requestBody?.content['application/x-www-form-urlencoded']?.schema ?? {};
}

function querySchema(operation: Operation): Schema {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema])),
    required: parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    additionalProperties: false,
  };
}

/** JSON Schema has no `nullable`: such a schema becomes a choice with null. References become absolute. */
function withoutNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...members } = value as Schema;
  const plain = Object.fromEntries(
    Object.entries(members).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string' ? `spec${member}` : withoutNullable(member),
    ]),
  );
  return nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain;
}
