import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { DocumentSet } from '#core/reconciliation/document-set.ts';
import { isBlank, textAt } from '#core/reconciliation/text-column.ts';
import { daysAfter, type Sides, toleranceMinor } from './documents.ts';

/*
 * The benchmark's three passes as SQL, with the engine's definition of a match. Each statement was chosen over its
 * alternatives by measurement: a plain hash join first and the few keys with copies put right afterwards, rather than a
 * window or a GROUP BY over a million text keys; row numbers as ids of the pairs; customers and currencies as the same
 * small integers that the engine has; every later pass over tables of what is still open.
 */

/** An in-memory database; DuckDB takes as many threads as the machine has cores. */
export async function openDuckDb(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:');
  return instance.connect();
}

export async function loadSides(connection: DuckDBConnection, sides: Sides): Promise<void> {
  await loadSide(connection, 'l', sides.left);
  await loadSide(connection, 'r', sides.right);
}

async function loadSide(connection: DuckDBConnection, table: string, set: DocumentSet): Promise<void> {
  await connection.run(
    `create table ${table} (row integer, id varchar, reference varchar, customer integer, currency integer, ` +
      'amount bigint, day integer)',
  );
  const appender = await connection.createAppender(table);
  for (let row = 0; row < set.count; row += 1) {
    appender.appendInteger(row);
    appender.appendVarchar(textAt(set.id, row));
    if (isBlank(set.reference, row)) appender.appendNull();
    else appender.appendVarchar(textAt(set.reference, row));
    appender.appendInteger(set.customer[row] as number);
    appender.appendInteger(set.currency[row] as number);
    appender.appendBigInt(BigInt(set.amountMinor[row] as number));
    appender.appendInteger(set.day[row] as number);
    appender.endRow();
  }
  appender.closeSync();
}

/** Loads two CSV files with DuckDB's own parallel reader into the same tables, amounts as minor units. */
export async function loadFiles(
  connection: DuckDBConnection,
  leftPath: string,
  rightPath: string,
): Promise<void> {
  for (const [table, path] of [
    ['l', leftPath],
    ['r', rightPath],
  ] as const) {
    await connection.run(`
      create or replace table ${table} as
        select (row_number() over () - 1)::integer as row, id, reference, customer, currency,
          (amount * 100)::bigint as amount, date - date '1970-01-01' as day
        from read_csv('${path}', header = true, columns = {
          id: 'varchar', reference: 'varchar', customer: 'varchar', currency: 'varchar',
          amount: 'decimal(18,2)', date: 'date'})`);
  }
}

/** Runs the passes over tables `l` and `r`; leaves m1 and m2 (l, r), m3 (l, gid), m3_parts (gid, r), ties and copies. */
export async function runPasses(connection: DuckDBConnection): Promise<void> {
  await exactPass(connection);
  await windowPass(connection);
  await splitPass(connection);
}

async function exactPass(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    create temp table j as
      select l.row as l, r.row as r
      from r join l using (customer, currency, amount, day, reference)`);
  await connection.run('create temp table l_many as select l from j group by l having count(*) > 1');
  await connection.run('create temp table r_many as select r from j group by r having count(*) > 1');
  await connection.run(`
    create temp table j_many as
      select j.l, j.r from j where j.l in (from l_many) or j.r in (from r_many)`);
  await connection.run(`
    create temp table m1 as
      with ranked as (
        select j.l, j.r,
          dense_rank() over (partition by l.customer, l.currency, l.amount, l.day, l.reference order by l.id) as l_rank,
          dense_rank() over (partition by l.customer, l.currency, l.amount, l.day, l.reference order by r.id) as r_rank
        from j_many j join l on l.row = j.l join r on r.row = j.r)
      select l, r from ranked where l_rank = r_rank
      union all
      select l, r from j where j.l not in (from l_many) and j.r not in (from r_many)`);
  await connection.run('create temp table l2 as select l.* from l anti join j on l.row = j.l');
  await connection.run('create temp table r2 as select r.* from r anti join j on r.row = j.r');
}

/** Copies of one document are one candidate: `node` is its lowest row by id, `place` its order among them. */
function withNodes(table: string): string {
  return `
    select *, first_value(row) over copies as node, row_number() over copies as place
    from ${table}
    window copies as (
      partition by customer, currency, amount, day, coalesce(reference, '#' || row) order by id
      rows between unbounded preceding and unbounded following)`;
}

async function windowPass(connection: DuckDBConnection): Promise<void> {
  await connection.run(`create temp table ln as ${withNodes('l2')}`);
  await connection.run(`create temp table rn as ${withNodes('r2')}`);
  await connection.run(`
    create temp table p as
      select l.node as l, r.node as r, l.customer, l.currency,
        abs(r.amount - l.amount) * 1000 + abs(r.day - l.day) as cost
      from ln l join rn r on l.customer = r.customer and l.currency = r.currency
        and r.amount between l.amount - ${toleranceMinor} and l.amount + ${toleranceMinor}
        and r.day between l.day and l.day + ${daysAfter}
      where l.place = 1 and r.place = 1`);
  await connection.run('create temp table n2 (l integer, r integer)');
  await connection.run('create temp table ties2 (l integer, r integer)');
  while ((await countOf(connection, 'p')) > 0) {
    await connection.run(`
      create or replace temp table n2_new as
        with ranked as (
          select l, r, cost, min(cost) over (partition by l) as l_best, min(cost) over (partition by r) as r_best,
            count(*) over (partition by l, cost) as l_equal, count(*) over (partition by r, cost) as r_equal
          from p)
        select l, r from ranked where cost = l_best and cost = r_best and l_equal = 1 and r_equal = 1`);
    const matched = await countOf(connection, 'n2_new');
    if (matched === 0) {
      await connection.run(`
        create or replace temp table n2_new as
          with ranked as (select *, min(cost) over (partition by customer, currency) as best from p)
          select l, r from ranked where cost = best`);
    }
    await connection.run(`insert into ${matched === 0 ? 'ties2' : 'n2'} from n2_new`);
    await connection.run(`
      create or replace temp table p as
        select * from p where l not in (select l from n2_new) and r not in (select r from n2_new)`);
  }
  await connection.run(`
    create temp table m2 as
      select l.row as l, r.row as r
      from n2 join ln l on l.node = n2.l join rn r on r.node = n2.r and r.place = l.place`);
  await connection.run(`
    create temp table l3 as
      select * from ln where node not in (select l from n2) and node not in (select l from ties2)`);
  await connection.run(`
    create temp table r3 as
      select * from rn where node not in (select r from n2) and node not in (select r from ties2)`);
}

async function splitPass(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    create temp table c as
      select *, row_number() over (partition by l order by r) as place
      from (
        select l.row as l, l.customer, l.currency, l.amount as target, r.row as r, r.amount, abs(r.day - l.day) as days,
          count(*) over (partition by l.row) as candidates
        from l3 l join r3 r on l.customer = r.customer and l.currency = r.currency
          and r.day between l.day and l.day + ${daysAfter} and sign(r.amount) = sign(l.amount)
          and abs(r.amount) <= abs(l.amount))
      where candidates between 2 and 16`);
  await connection.run(`
    create temp table c2 as
      select a.l, a.customer, a.currency, a.target, a.amount + b.amount as amount, greatest(a.days, b.days) as days,
        b.place, a.r as r1, b.r as r2
      from c a join c b on a.l = b.l and b.place > a.place
      where abs(a.amount + b.amount) <= abs(a.target)`);
  await connection.run(`
    create temp table c3 as
      select a.l, a.customer, a.currency, a.target, a.amount + b.amount as amount, greatest(a.days, b.days) as days,
        b.place, a.r1, a.r2, b.r as r3
      from c2 a join c b on a.l = b.l and b.place > a.place
      where abs(a.amount + b.amount) <= abs(a.target)`);
  await connection.run(`
    create temp table g as
      select row_number() over () as gid, * from (
        select l, customer, currency, 2000 + days as cost, [r1, r2] as parts from c2 where amount = target
        union all
        select l, customer, currency, 3000 + days, [r1, r2, r3] from c3 where amount = target
        union all
        select a.l, a.customer, a.currency, 4000 + greatest(a.days, b.days), [a.r1, a.r2, a.r3, b.r]
        from c3 a join c b on a.l = b.l and b.place > a.place
        where a.amount + b.amount = a.target)`);
  await connection.run(
    'create temp table gm as select gid, l, customer, currency, cost, unnest(parts) as r from g',
  );
  await connection.run('create temp table m3 (gid bigint, l integer)');
  await connection.run('create temp table m3_parts (gid bigint, r integer)');
  await connection.run('create temp table ties3 (l integer, r integer)');
  while ((await countOf(connection, 'gm')) > 0) await splitRound(connection);
}

async function splitRound(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    create or replace temp table taken as
      with per_group as (select distinct gid, l, cost from gm),
      by_one as (
        select gid, cost = min(cost) over (partition by l) and count(*) over (partition by l, cost) = 1 as is_sole
        from per_group),
      by_part as (
        select gid, cost = min(cost) over (partition by r) and count(*) over (partition by r, cost) = 1 as is_sole
        from gm),
      accepted as (select gid from by_part group by gid having bool_and(is_sole))
      select gid from by_one where is_sole and gid in (from accepted)`);
  if ((await countOf(connection, 'taken')) > 0) {
    await connection.run('insert into m3 select distinct gid, l from gm where gid in (from taken)');
    await connection.run('insert into m3_parts select gid, r from gm where gid in (from taken)');
  } else {
    await connection.run(`
      create or replace temp table taken as
        select distinct gid from (select *, min(cost) over (partition by customer, currency) as best from gm)
        where cost = best`);
    await connection.run('insert into ties3 select distinct l, r from gm where gid in (from taken)');
  }
  await connection.run(`
    create or replace temp table gm as
      with gone_l as (select l from gm where gid in (from taken)),
      gone_r as (select r from gm where gid in (from taken)),
      gone as (select gid from gm where l in (from gone_l) or r in (from gone_r))
      select * from gm where gid not in (from gone)`);
}

async function countOf(connection: DuckDBConnection, table: string): Promise<number> {
  const reader = await connection.runAndReadAll(`select count(*) from ${table}`);
  return Number(reader.getRows()[0]?.[0]);
}

/** Drops what a run left, so that it can run again over the same tables. */
export async function dropResults(connection: DuckDBConnection): Promise<void> {
  const names =
    'j l_many r_many j_many m1 l2 r2 ln rn p n2 ties2 n2_new m2 l3 r3 c c2 c3 g gm m3 m3_parts ties3 taken';
  for (const name of names.split(' ')) await connection.run(`drop table if exists ${name}`);
}
