// Writes recipes to a file, as a program: they come from what draws them for the tests. Takes the file and,
// where not the pinned ones are wanted, how many random drawings and how many seeds of each.

import { writeFileSync } from 'node:fs'
import { pinnedRecipes, recipesOf } from './recipes.fixture.ts'

const [file = '', topologies, seeds] = process.argv.slice(2)
const recipes =
  topologies === undefined
    ? pinnedRecipes()
    : recipesOf({ topologies: Number(topologies), seeds: Number(seeds) })
writeFileSync(file, JSON.stringify(recipes))
