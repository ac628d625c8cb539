// `npm run build`: client, server and command line into `dist/`.

import { orExplain, rebuild } from './prepare.mjs'

orExplain(rebuild)
