"""`course attack`: submissions that cheat, spy, break or hang, here and on stock nbgrader."""
