import { signedCommands } from './after-signing.ts'
import { groupCommands } from './group-note.ts'
import { putInCharts, signNotes } from './signing.ts'

export const commands = [...groupCommands, signNotes, putInCharts, ...signedCommands]
