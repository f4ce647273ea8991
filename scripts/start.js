import { launch } from './ready.js'

launch(['start', ...process.argv.slice(2)])
