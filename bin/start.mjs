#!/usr/bin/env node
// `npm start [-- folder]`: the app in the browser, on the topologies of a folder.

import { launch } from './prepare.mjs'

launch('main.js', process.argv.slice(2))
