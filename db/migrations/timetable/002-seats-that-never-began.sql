-- When a stay ends before the first day of a seat that was given in it, that seat held no day and goes; the journal
-- keeps that it was given. A seat that held a day is only ever ended.
grant delete on timetable.seat to footbridge_app;
