import { expect, it } from 'vitest'
import { paperNames } from './paper-names.ts'

const named = (...names: string[]) => names.map(name => ({ name, picture: null }))

it('shows the first name and one letter, so that a paper on a table tells no family name', () => {
  expect(paperNames(named('Rosa Delgado', 'Will Prentice', 'Cher'))).toEqual(['Rosa D.', 'Will P.', 'Cher'])
})

it('tells two who read alike apart by the pictures that they know from the tablet', () => {
  const people = [
    { name: 'Ana Díaz', picture: 'fern' },
    { name: 'Ana Dorn', picture: 'kite' },
    { name: 'Bo Dorn', picture: 'moon' },
  ]
  expect(paperNames(people)).toEqual(['Ana D. (fern)', 'Ana D. (kite)', 'Bo D.'])
})

it('takes one more letter where there is no picture yet', () => {
  expect(paperNames(named('Ana Díaz', 'Ana Dorn', 'Bo Dorn'))).toEqual(['Ana Dí.', 'Ana Do.', 'Bo D.'])
})

it('keeps the letter of a family name that comes last, accents included', () => {
  expect(paperNames(named('Inés de la Órbita'))).toEqual(['Inés Ó.'])
})
