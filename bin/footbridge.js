#!/usr/bin/env node
import { launch } from '../scripts/ready.js'

launch(process.argv.slice(2))
