// Tells from npm's own record whether node_modules holds what package-lock.json asks for. The
// record is written last by npm, so an interrupted installation has none.

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, libc?: string[],
 *   os?: string[], cpu?: string[] }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile
 * @typedef {{ os: string, cpu: string }} Machine
 */

/**
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} present node_modules/.package-lock.json
 * @param {Machine} machine
 */
export function isInstalled(wanted, present, machine) {
  const presentPackages = present.packages ?? {}
  return Object.entries(wanted.packages ?? {})
    .filter(([path]) => path !== '')
    .every(([path, locked]) => {
      const found = presentPackages[path]
      if (!found) return maybeAbsent(locked, machine)
      return found.version === locked.version && found.integrity === locked.integrity
    })
}

/**
 * An optional package may be absent, but not one that is made for this very machine: then
 * node_modules was copied here from another one. Those that name a C library are left out,
 * since npm installs only the one that fits.
 *
 * @param {LockedPackage} locked
 * @param {Machine} machine
 */
function maybeAbsent({ optional, os, cpu, libc }, machine) {
  if (!optional) return false
  const isMadeForThisMachine =
    os?.includes(machine.os) && cpu?.includes(machine.cpu) && libc === undefined
  return !isMadeForThisMachine
}
