class A { } enum B { c } using namespace D; trap { } workflow e { } a && b || c; $d ? 1 : 2; data { } $using:f --% g
