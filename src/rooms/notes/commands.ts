import { signedCommands } from './after-signing.ts'
import { counselingCommands } from './counseling.ts'
import { keepingCommands } from './draft-keeping.ts'
import { groupCommands } from './group-note.ts'
import { otherCommands } from './other-notes.ts'
import { replacingCommands } from './replacing.ts'
import { putInCharts, signNotes } from './signing.ts'
import { snippetCommands } from './snippets.ts'

export const commands = [
  ...groupCommands,
  signNotes,
  putInCharts,
  ...signedCommands,
  ...otherCommands,
  ...keepingCommands,
  ...replacingCommands,
  ...snippetCommands,
  ...counselingCommands,
]
