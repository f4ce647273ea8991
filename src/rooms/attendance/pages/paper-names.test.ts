import { expect, it } from 'vitest'
import { paperNames } from './paper-names.ts'

it('shows the first name and one letter, so that a paper on a table tells no family name', () => {
  expect(paperNames(['Rosa Delgado', 'Will Prentice', 'Cher'])).toEqual(['Rosa D.', 'Will P.', 'Cher'])
})

it('takes one more letter where two would read alike', () => {
  expect(paperNames(['Ana Díaz', 'Ana Dorn', 'Bo Dorn'])).toEqual(['Ana Dí.', 'Ana Do.', 'Bo D.'])
})

it('keeps the letter of a family name that comes last, accents included', () => {
  expect(paperNames(['Inés de la Órbita'])).toEqual(['Inés Ó.'])
})
