#!/usr/bin/env node
// `millrace [folder]` opens the app; `millrace run …` and its kin are the command line.

import { entryFor } from './entry.mjs'
import { launch } from './prepare.mjs'

const args = process.argv.slice(2)
launch(entryFor(args), args)
