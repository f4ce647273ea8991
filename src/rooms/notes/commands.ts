import { signedCommands } from './after-signing.ts'
import { counselingCommands } from './counseling.ts'
import { groupCommands } from './group-note.ts'
import { otherCommands } from './other-notes.ts'
import { putInCharts, signNotes } from './signing.ts'
import { snippetCommands } from './snippets.ts'

export const commands = [
  ...groupCommands,
  signNotes,
  putInCharts,
  ...signedCommands,
  ...otherCommands,
  ...snippetCommands,
  ...counselingCommands,
]
