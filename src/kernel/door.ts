import type { z } from 'zod'
import type { Statement } from './database.ts'
import type { Instant } from './time.ts'
import type { From, Work } from './work.ts'

/** The roles of the program. `domain` words: who a person is at work, or to the program. */
export const roles = [
  'intake',
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'privacy-officer',
  'administrator',
  'auditor',
  'client',
  'supporter',
] as const
/** One of the roles a person may hold. */
export type Role = (typeof roles)[number]
/** The roles that work here, as against those who are cared for and their families. */
export const staffRoles = roles.filter(role => role !== 'client' && role !== 'supporter')
/**
 * Who may pass a door: roles, everyone signed in, anyone at all, the program itself (cron, subscriptions); or, standing
 * alone, `room`: only another command by `work.also`. Such a door has no address, and no token's scope opens it.
 */
export type Who = readonly (Role | 'signed-in' | 'anyone' | 'program' | 'room')[]

type Common<Name extends string, Schema extends z.ZodType> = {
  name: Name
  /** One sentence in the program's words: the OpenAPI text and the line on the permissions page. */
  says: string
  who: Who
  input: Schema
}

type CommandSpec<Name extends string, Schema extends z.ZodType, Output> = Common<Name, Schema> & {
  /** Whose records this touches: journal subjects, and asked of may-look before `run`. */
  about?(input: z.output<Schema>): string[]
  /** The version the caller last saw; undefined is refused with 428. */
  version?(input: z.output<Schema>): number | undefined
  /** Needs the password again within the last minutes (signing, export). */
  confirm?: boolean
  /** Whose records came into being, when only the answer says: journal subjects beside those of `about`. */
  touches?(output: Output): string[]
  /** Largest body in bytes, when the ordinary limit is too small. */
  bodyLimit?: number
  /** The answer holds a secret that is shown once, so it is not kept for a repeated request. */
  secret?: boolean
  /** How it ended, for the journal, when `done` says too little. */
  outcome?(output: Output): string
  /** What takes long and needs no transaction (a password's hash); its result is `run`'s third argument. */
  prepare?(input: z.output<Schema>, before: Before): Promise<unknown>
  run(work: Work, input: z.output<Schema>, prepared?: unknown): Promise<Output>
}

/** What `prepare` may use. */
export type Before = { now: Instant; from: From; look<Row>(statement: Statement<Row>): Promise<Row[]> }

/** The answer leaves as a file, written after the transaction. Its name is neutral: others see it in folders. */
export type FileOf<Output> = { type: string; name: string; write(output: Output): Promise<Uint8Array> }

type QuerySpec<Name extends string, Schema extends z.ZodType, Output> = Common<Name, Schema> & {
  about?(input: z.output<Schema>): string[]
  /** The kinds of elements that an answer may hold: `name`, `attendance`, `note` … */
  discloses: readonly string[]
  /** Whose records an answer shows: the look in the journal, and checked against may-look before it leaves. */
  shows(output: Output): string[]
  /** Of whom an answer holds words who only asked for help: in the look too; the door’s roles decide who sees them. */
  inquirers?(output: Output): string[]
  /** The input has personal words, so it travels in a body and never in an address. */
  private?: boolean
  confirm?: boolean
  /** How it ended, for the journal, when `shown` says too little: how much was exported. */
  outcome?(output: Output): string
  file?: FileOf<Output>
  run(work: Work, input: z.output<Schema>): Promise<Output>
}

/** Something a person can do. */
export type Command<Name extends string = string, Schema extends z.ZodType = z.ZodType, Output = unknown> = CommandSpec<
  Name,
  Schema,
  Output
> & { kind: 'command' }
/** Something a person can see. */
export type Query<Name extends string = string, Schema extends z.ZodType = z.ZodType, Output = unknown> = QuerySpec<
  Name,
  Schema,
  Output
> & { kind: 'query' }

/** Any door, for whoever handles all of them alike. */
export type AnyDoor = Command | Query
/** What a door takes, as the caller writes it. */
export type InputOf<D> = D extends { input: infer Schema extends z.ZodType } ? z.input<Schema> : never
/** What a door answers. */
export type OutputOf<D> = D extends { run(work: Work, input: never): Promise<infer Output> } ? Output : never
/** A door's wire name, `attendance.mark-seat`. */
export type NameOf<D> = D extends { name: infer Name extends string } ? Name : never

/** Declares something a person can do. The kernel derives its route, permission, journal line and document. */
export function command<const Name extends string, Schema extends z.ZodType, Output>(
  spec: CommandSpec<Name, Schema, Output>,
): Command<Name, Schema, Output> {
  return { ...spec, kind: 'command' }
}

/** Declares something a person can see. */
export function query<const Name extends string, Schema extends z.ZodType, Output>(
  spec: QuerySpec<Name, Schema, Output>,
): Query<Name, Schema, Output> {
  return { ...spec, kind: 'query' }
}

/** Where a door stands on the wire: `attendance.mark-seat` is POST /api/attendance/mark-seat. */
export function routeOf(door: AnyDoor): { method: 'GET' | 'POST'; path: string } {
  const reads = door.kind === 'query' && !door.private
  return { method: reads ? 'GET' : 'POST', path: pathOf(door.name) }
}

/** Whether a door is there for other commands only. */
export function isInner(door: AnyDoor): boolean {
  return door.who.includes('room')
}

/** The address of a wire name. */
export function pathOf(name: string): string {
  return `/api/${name.replace('.', '/')}`
}
