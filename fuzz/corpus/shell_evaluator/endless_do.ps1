do { do { } while ($true) } until ($false)
