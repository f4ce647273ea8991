import type { Logger } from 'pino'
import type { World } from '#platform/data-folder.ts'
import type { Corridor } from '#platform/migrations.ts'
import type { ConnectionSettings } from '#platform/postgres.ts'

/** All that the program is given to stand on: a migrated database, its keys, its world and a log. */
export type House = {
  owner: ConnectionSettings
  app: ConnectionSettings
  world: World
  secretsFolder: string
  masterKey: Buffer
  webFolder: string
  log: Logger
}

/** A program that is up: a server that listens when told to, and jobs and pools that end with `close`. */
export type RunningHouse = {
  server: { listen(at: { port: number; host: string }): Promise<string>; close(): Promise<void> }
  close(): Promise<void>
}

/** What a command answers: words for stdout, and an exit code. */
export type Answer = { exitCode: number; output: string }

/** What the platform runs: main.ts gives this to the command line. */
export type Program = {
  corridor: Corridor
  open(house: House): Promise<RunningHouse>
  /** Fills the demo world. It may be called again after a crash in the middle, so it must bear being run twice. */
  seed(house: House, progress: (words: string) => void): Promise<void>
  /** Fills an empty demo database with a world that is drawn from a word; answers in words how it ended. */
  fillDrawn(house: House, size: WorldSize, progress: (words: string) => void): Promise<string>
  /** `house` is null for a dry run, which needs no database. */
  importFile(house: House | null, file: ImportedFile, options: { dryRun: boolean; json: boolean }): Promise<Answer>
  verifyAudit(house: House, options: { independent: boolean }): Promise<Answer>
  createToken(house: House, options: { account: string; scope: string; days: number }): Promise<Answer>
  /** How mail leaves the house, in words for the doctor. */
  mail(env: Readonly<Record<string, string | undefined>>): { isWell: boolean; says: string }
  demoSignIns(house: House): Promise<{ who: string; email: string; password: string }[]>
}

/** How large a drawn world is, and the word that it follows from. */
export type WorldSize = { clients: number; sites: number; weeks: number; word: string }

/** A file to import, read already. */
export type ImportedFile = { name: string; text: string }
