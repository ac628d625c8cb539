const MAJOR_MIN = 20
const MINOR_MIN = 19

/**
 * What is wrong with this version of Node, or null when it will do.
 *
 * @param {string} version such as `20.19.0`
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > MAJOR_MIN || (major === MAJOR_MIN && minor >= MINOR_MIN)) return null
  return (
    `Millrace needs Node.js ${MAJOR_MIN}.${MINOR_MIN} or newer, and this is ${version}. ` +
    'Install a current one from https://nodejs.org and run the same command again.'
  )
}
