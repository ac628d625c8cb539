// `npm run bench`: figures are shares of a calibration loop in the same run; only those compare.

import { printCanvasBench } from './canvas/report.ts'
import { printEngineBench } from './engine/report.ts'

printEngineBench()
await printCanvasBench()
