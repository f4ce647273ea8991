import { expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { betweenSaid, daySaid, hoursFigure, listSaid, spanSaid, timeSaid, weekdaySaid } from './said.ts'

const plain = (words: string) => words.replaceAll(/[\u00a0\u202f]/g, ' ')

it.each([
  [timeSaid('en', '17:30', '12'), '5:30 pm'],
  [timeSaid('en', '08:00', '12'), '8 am'],
  [timeSaid('en', '12:00', '12'), '12 pm'],
  [timeSaid('en', '00:30', '12'), '12:30 am'],
  [timeSaid('en', '17:30', '24'), '17:30'],
  [timeSaid('en', '24:00', '24'), 'midnight'],
  [timeSaid('es', '17:30', '12'), '5:30 p. m.'],
  [timeSaid('es', '24:00', '12'), 'medianoche'],
  [spanSaid('en', { from: '17:30', until: '20:30' }, '12'), '5:30 to 8:30 pm'],
  [spanSaid('en', { from: '09:30', until: '13:00' }, '12'), '9:30 am to 1 pm'],
  [spanSaid('en', { from: '09:30', until: '13:00' }, '24'), '09:30 to 13:00'],
  [spanSaid('es', { from: '09:30', until: '13:00' }, '12'), 'de las 9:30 a. m. a la 1 p. m.'],
  [spanSaid('es', { from: '13:00', until: '18:30' }, '12'), 'de la 1 p. m. a las 6:30 p. m.'],
  [spanSaid('es', { from: '10:00', until: '12:00' }, '24'), 'de las 10:00 a las 12:00'],
  [spanSaid('es', { from: '13:00', until: '14:00' }, '24'), 'de las 13:00 a las 14:00'],
  [spanSaid('es', { from: '01:00', until: '11:00' }, '24'), 'de la 01:00 a las 11:00'],
  [daySaid('en', day('2026-11-24')), 'Tue 24 Nov'],
  [daySaid('es', day('2026-11-24')), 'martes 24 de noviembre'],
  [weekdaySaid('en', 1), 'Monday'],
  [weekdaySaid('en', 7, 'short'), 'Sun'],
  [weekdaySaid('es', 3), 'miércoles'],
  [listSaid('en', ['Mon', 'Wed', 'Fri']), 'Mon, Wed and Fri'],
  [listSaid('es', ['niños', 'inglés']), 'niños e inglés'],
  [listSaid('es', ['agua', 'hielo']), 'agua y hielo'],
  [listSaid('en', ['Mon']), 'Mon'],
  [listSaid('en', []), ''],
  [hoursFigure(180), '3'],
  [hoursFigure(210), '3½'],
  [hoursFigure(30), '½'],
  [betweenSaid('en', { least: '3', most: '5' }), '3 to 5'],
  [betweenSaid('es', { least: '3', most: '5' }), 'de 3 a 5'],
  [betweenSaid('es', { least: '3', most: '3' }), '3'],
])('%s', (written, expected) => {
  expect(plain(written)).toBe(expected)
})
