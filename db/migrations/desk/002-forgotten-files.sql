-- A file that nothing links to any more is deleted; its chunks go with it, and what is linked stays by its foreign keys.
grant delete on desk.file to footbridge_app;
