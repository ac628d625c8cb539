// What is known in closed form of the laws that have a density: chances, and means of a part.

import { unreachable } from '../assert.ts'
import { balancedPhases } from '../distributions.ts'
import type { Elementary } from '../elementary.ts'
import { gammaBelow, logGamma } from '../gamma.ts'
import type { ContinuousLaw } from './law.ts'

/** The chance of less than `x`. */
export function continuousBelow(law: ContinuousLaw, x: number, math: Elementary): number {
  if (!(x > 0)) return 0
  if (x === Infinity || law.mean === 0) return 1
  const scaled = x / law.mean
  switch (law.kind) {
    case 'exponential':
      return gammaBelow(1, scaled, math)
    case 'logNormal': {
      const sigma = logDeviation(law.cv, math)
      return normalBelow(math.log(scaled) / sigma + sigma / 2, math)
    }
    case 'gamma':
      return gammaBelow(law.shape, scaled * law.shape, math)
    case 'hyperexponential':
      return ofPhases(law.cv, (mean) => gammaBelow(1, scaled / mean, math))
    case 'weibull':
      return gammaBelow(1, weibullPower(law.shape, scaled, math), math)
    case 'pareto': {
      const { tailIndex } = law
      const logRatio = math.log((tailIndex - 1) / tailIndex) - math.log(scaled)
      return logRatio < 0 ? 1 - math.exp(tailIndex * logRatio) : 0
    }
    default:
      return unreachable(law)
  }
}

/** The mean of those below `x`, times the chance of being one of them. */
export function meanBelow(law: ContinuousLaw, x: number, math: Elementary): number {
  if (!(x > 0) || law.mean === 0) return 0
  return x === Infinity ? law.mean : law.mean * shareOfMean(law, x / law.mean, math)
}

/** How much of the mean, which is 1, those below `x` contribute. */
function shareOfMean(law: ContinuousLaw, x: number, math: Elementary): number {
  switch (law.kind) {
    case 'exponential':
      return gammaBelow(2, x, math)
    case 'logNormal': {
      const sigma = logDeviation(law.cv, math)
      return normalBelow(math.log(x) / sigma - sigma / 2, math)
    }
    case 'gamma':
      return gammaBelow(law.shape + 1, x * law.shape, math)
    case 'hyperexponential':
      return ofPhases(law.cv, (mean) => mean * gammaBelow(2, x / mean, math))
    case 'weibull':
      return gammaBelow(1 + 1 / law.shape, weibullPower(law.shape, x, math), math)
    case 'pareto': {
      const { tailIndex } = law
      const logRatio = math.log((tailIndex - 1) / tailIndex) - math.log(x)
      return logRatio < 0 ? 1 - math.exp((tailIndex - 1) * logRatio) : 0
    }
    default:
      return unreachable(law)
  }
}

/** The standard deviation of the logarithm. */
function logDeviation(cv: number, math: Elementary): number {
  return Math.sqrt(math.log(1 + cv * cv))
}

/** The chance that a standard normal stays below `z`: its square is a gamma distribution of shape 1/2. */
function normalBelow(z: number, math: Elementary): number {
  const within = gammaBelow(0.5, (z * z) / 2, math)
  return z < 0 ? (1 - within) / 2 : (1 + within) / 2
}

/** With a mean of 1; exponential with a mean of 1 itself. */
function weibullPower(shape: number, x: number, math: Elementary): number {
  return math.exp(shape * (math.log(x) + logGamma(1 + 1 / shape, math.log)))
}

function ofPhases(cv: number, ofMean: (mean: number) => number): number {
  const { shortShare, shortMean, longMean } = balancedPhases(cv)
  return shortShare * ofMean(shortMean) + (1 - shortShare) * ofMean(longMean)
}
