//! Widths: what is cut, left out, wrapped and counted.

use insta::assert_snapshot;

use crate::world::{print_in, values};

#[test]
fn a_table_that_is_too_wide_is_cut_at_the_right() {
    let wide = values(
        "[pscustomobject]@{Name='The Help Desk of Contoso'; Agent='sip:bob@contoso.com'; Time=123456}",
    );
    assert_snapshot!(print_in(&wide, 50), @r"
    [

    Name                     Agent                Time
    ----                     -----                ----
    The Help Desk of Contoso sip:bob@contoso.com ...56


    ]
    ");
    assert_snapshot!(print_in(&wide, 40), @r"
    [

    Name                     Agent          |
    ----                     -----          |
    The Help Desk of Contoso sip:bob@cont...


    ]
    ");
    assert_snapshot!(print_in(&wide, 26), @r"
    [

    Name                     A
                             g
                             e
                             n
                             t
    ----                     -
    The Help Desk of Contoso s


    ]
    ");
    assert_snapshot!(print_in(&wide, 10), @r"
    [

    Name      |
    ----      |
    The Hel...


    ]
    ");
    assert_eq!(print_in(&wide, 4), "[\n\n\n\n]");
}

#[test]
fn numbers_are_cut_at_the_left() {
    assert_snapshot!(print_in(&values("[pscustomobject]@{Name='Help'; Ticks=123456789012}"), 14), @r"
    [

    Name     Ticks
    ----     -----
    Help ...789012


    ]
    ");
}

#[test]
fn a_cell_shows_its_first_line() {
    assert_snapshot!(print_in(&values("[pscustomobject]@{Text='one`ntwo'; N=1}"), 30), @r"
    [

    Text    N
    ----    -
    one...  1


    ]
    ");
}

#[test]
fn wide_signs_take_two_columns() {
    assert_snapshot!(print_in(&values("[pscustomobject]@{Name='日本語'; N=1}\n[pscustomobject]@{Name='Zoë'; N=2}"), 30), @r"
    [

    Name   N
    ----   -
    日本語 1
    Zoë    2


    ]
    ");
    assert_snapshot!(print_in(&values("[pscustomobject]@{Name='日本語のヘルプデスク'}"), 10), @r"
    [

    Name      |
    ----      |
    日本語... |


    ]
    ");
}

#[test]
fn a_list_wraps_between_words_below_its_values() {
    let text = "[pscustomobject]@{Name='Help Desk'; Description='The group that answers when a computer does not start any more.'; C=1; D=2; E=3}";
    assert_snapshot!(print_in(&values(text), 40), @r"
    [


    Name        : Help Desk
    Description : The group that answers |
                  when a computer does not |
                  start any more.
    C           : 1
    D           : 2
    E           : 3



    ]
    ");
}

#[test]
fn a_list_breaks_words_that_are_too_long() {
    let text = "[pscustomobject]@{Address='sip:the.help.desk.of.contoso@contoso.com'; B='one`r`ntwo'; C=1; D=2; E=3}";
    assert_snapshot!(print_in(&values(text), 24), @r"
    [


    Address : sip:the.help.d
              esk.of.contoso
              @contoso.com
    B       : one
              two
    C       : 1
    D       : 2
    E       : 3



    ]
    ");
    let narrow = print_in(&values("[pscustomobject]@{Address='sip:a'; B=1; C=1; D=1; E=1}"), 8);
    assert_snapshot!(narrow, @r"
    [


    Addr : s
           i
           p
           :
           a
    B    : 1
    C    : 1
    D    : 1
    E    : 1



    ]
    ");
    assert_eq!(print_in(&values(text), 4), "[\n\n\n\n\n\n]");
}
