for (;;) { try { throw "x" } catch { continue } }
