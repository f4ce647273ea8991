import path from 'node:path'
import { makeReady, orSay, root, runOnNode24 } from './ready.js'

orSay(async () => {
  await makeReady({ web: true })
  return runOnNode24(path.join(root, 'faults', 'run.ts'), process.argv.slice(2))
})
